//! The parts of the file beside its body. Fonts by role, as GB/T 9704 has them: 小标宋 for the title, 黑体 and 楷体 for
//! headings, 仿宋 for the text; the font table names what stands in where a computer lacks one.

use super::xml;
use crate::{Lang, Paper};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

pub(super) const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font><w:font w:name="仿宋"><w:altName w:val="FangSong"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="swiss"/></w:font><w:font w:name="楷体"><w:altName w:val="KaiTi"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font></w:fonts>"#;

pub(super) fn core(paper: &Paper) -> String {
    let author = paper.issuer.as_deref().unwrap_or_default();
    let (title, author) = (xml::text(&paper.title), xml::text(author));
    let subject = xml::text(paper.number.as_deref().unwrap_or_default());
    let lang = paper.lang.tag();
    format!(
        r#"{DECLARATION}
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator><dc:language>{lang}</dc:language></cp:coreProperties>"#
    )
}

pub(super) fn document_relations(pictures: usize) -> String {
    const BASE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let one = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{BASE}/{kind}" Target="{target}"/>"#)
    };
    let mut all = one("rIdS", "styles", "styles.xml") + &one("rIdT", "settings", "settings.xml");
    all += &one("rIdN", "fontTable", "fontTable.xml");
    all += &one("rIdF", "footer", "footer1.xml");
    for i in 1..=pictures {
        all += &one(&format!("rIdP{i}"), "image", &format!("media/code{i}.png"));
    }
    format!(
        r#"{DECLARATION}
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
    )
}

/// The foot: a line of the paper's own, then page and pages.
pub(super) fn footer(line: Option<&str>) -> String {
    let field =
        |code: &str| format!(r#"<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
    let line = line.map(|l| xml::paragraph("Footer", "", &xml::run(l, ""))).unwrap_or_default();
    let numbers = format!("{}{}{}", field("PAGE"), xml::run(" / ", ""), field("NUMPAGES"));
    let numbers = xml::paragraph("Footer", "", &numbers);
    format!(
        r#"{DECLARATION}
<w:ftr xmlns:w="{W}">{line}{numbers}</w:ftr>"#
    )
}

/// One style: its name, what it is for, how its paragraphs and letters look.
struct Look {
    id: &'static str,
    name: &'static str,
    paragraph: String,
    font: Option<&'static str>,
    /// In half points.
    size: u32,
    more: &'static str,
}

pub(super) fn styles(lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let (text, lead) = if zh {
        (32, r#"w:line="560" w:lineRule="exact""#)
    } else {
        (24, r#"w:line="380" w:lineRule="exact""#)
    };
    let indent =
        if zh { r#"<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>"# } else { "" };
    let heads = if zh { [32, 32, 32] } else { [28, 24, 22] };
    let heading = |level: usize, font| Look {
        id: ["Heading1", "Heading2", "Heading3"][level],
        name: ["heading 1", "heading 2", "heading 3"][level],
        paragraph: format!(
            r#"<w:keepNext/><w:spacing w:before="160" w:after="60" w:line="400" w:lineRule="atLeast"/><w:outlineLvl w:val="{level}"/>"#
        ),
        font: Some(font),
        size: heads[level],
        more: if zh && level < 2 { "" } else { "<w:b/>" },
    };
    let plain = |id, name, paragraph: &str, font, size, more| Look {
        id,
        name,
        paragraph: paragraph.to_owned(),
        font,
        size,
        more,
    };
    let looks = [
        plain(
            "Title",
            "Title",
            r#"<w:keepNext/><w:spacing w:before="240" w:after="240" w:line="700" w:lineRule="atLeast"/><w:jc w:val="center"/>"#,
            Some("方正小标宋简体"),
            44,
            if zh { "" } else { "<w:b/>" },
        ),
        plain(
            "Issuer",
            "Issuer",
            r#"<w:keepNext/><w:spacing w:after="120" w:line="800" w:lineRule="atLeast"/><w:jc w:val="center"/>"#,
            Some("方正小标宋简体"),
            52,
            r#"<w:color w:val="C00000"/>"#,
        ),
        plain(
            "Number",
            "Paper Number",
            r#"<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="C00000"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>"#,
            None,
            text.min(28),
            "",
        ),
        heading(0, "黑体"),
        heading(1, "楷体"),
        heading(2, "仿宋"),
        plain("BodyText", "Body Text", &format!("<w:spacing {lead}/>{indent}"), None, text, ""),
        plain(
            "Caption",
            "caption",
            r#"<w:keepNext/><w:spacing w:before="120" w:after="60"/>"#,
            Some("黑体"),
            22,
            "",
        ),
        plain("Cell", "Cell", r#"<w:spacing w:before="30" w:after="30"/>"#, Some("宋体"), 21, ""),
        plain(
            "Signature",
            "Signature",
            &format!(r#"<w:keepLines/><w:spacing {lead}/><w:jc w:val="right"/>"#),
            None,
            text,
            "",
        ),
        plain(
            "Footer",
            "footer",
            r#"<w:jc w:val="center"/>"#,
            Some("宋体"),
            18,
            r#"<w:color w:val="595959"/>"#,
        ),
    ];
    let looks: String = looks.iter().map(style).collect();
    let langs = r#"<w:lang w:val="en-US" w:eastAsia="zh-CN"/>"#;
    format!(
        r#"{DECLARATION}
<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="{text}"/><w:szCs w:val="{text}"/>{langs}</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>{looks}</w:styles>"#
    )
}

fn style(look: &Look) -> String {
    let Look { id, name, paragraph, font, size, more } = look;
    let font = font.map(|f| format!(r#"<w:rFonts w:eastAsia="{f}"/>"#)).unwrap_or_default();
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{font}{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#
    )
}

//! A paper is set twice and read again by others: the PDF by poppler's `pdftotext`, the DOCX as zip and XML.

use papers::{Bar, Bars, Block, Font, Lang, Paper, PaperError, Table, USUAL_FONTS, docx, pdf};
use std::io::Read;
use std::process::Command;

fn font() -> Font {
    let found = USUAL_FONTS.iter().find_map(|(path, index)| Some((std::fs::read(path).ok()?, *index)));
    let (bytes, index) =
        found.expect("a font with Chinese: scripts/install-test-deps installs fonts-noto-cjk");
    Font::parse(bytes, index).expect("a font of the system")
}

fn order() -> Paper {
    let facts = [
        ("事项编号", "350304-20261121-000123"),
        ("承办单位", "城东街道办事处"),
        ("办理时限", "2026年11月28日 17:30"),
    ];
    let rows = (1..=70)
        .map(|i| vec![format!("第{i}网格"), "路面破损，已设围挡；待修。".into(), (i * 37).to_string()]);
    Paper {
        title: "督 办 单".into(),
        number: Some("督〔2026〕7号".into()),
        issuer: Some("莆田市网格化服务管理中心".into()),
        date: None,
        lang: Lang::Zh,
        blocks: vec![
            Block::Heading(1, "一、督办事项".into()),
            Block::Text("城东街道办事处：\n群众反映的“井盖缺失”问题已超过办理时限。请于2026年11月28日前办结，并以书面形式回复（附照片）。联系 grid-center@example.org 或 see the record.".into()),
            Block::Facts(facts.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec()),
            Block::Bars(Bars {
                caption: "各街道办结率".into(),
                bars: vec![
                    Bar { label: "城东街道".into(), value: 96.5, text: "96.5%".into() },
                    Bar { label: "北高镇".into(), value: 40.0, text: "40%".into() },
                    Bar { label: "未知".into(), value: f64::NAN, text: "—".into() },
                ],
            }),
            Block::Table(Table {
                caption: Some("附表".into()),
                head: vec!["网格".into(), "情况".into(), "件数".into()],
                rows: rows.collect(),
                numbers_from: 2,
            }),
            Block::Signature { by: "莆田市网格化服务管理中心".into(), at: "2026年11月21日".into() },
            Block::Code { text: "https://example.org/verify/abc".into(), caption: "扫码核验 <回执>".into() },
        ],
        footer: Some("本单由系统生成，编号唯一。".into()),
    }
}

/// What an independent reader finds, without spaces and line breaks.
fn read_pdf(bytes: &[u8]) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("paper.pdf");
    std::fs::write(&file, bytes).expect("written");
    let out = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let out = out.expect("pdftotext: scripts/install-test-deps installs poppler-utils");
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

/// The text of a part; fails where the XML is not well formed.
fn words(xml: &str) -> String {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut out, mut depth) = (String::new(), 0);
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => out += &text.into_inner(),
            Event::GeneralRef(name) => match &*name {
                "lt" => out.push('<'),
                "gt" => out.push('>'),
                "amp" => out.push('&'),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    out
}

#[test]
fn the_pdf_says_what_was_put_in() {
    let bytes = pdf(&order(), &font()).expect("a paper");
    if let Ok(path) = std::env::var("PAPERS_LOOK") {
        std::fs::write(path, &bytes).expect("written");
    }
    let text = squeezed(&read_pdf(&bytes));
    for said in [
        "莆田市网格化服务管理中心",
        "督〔2026〕7号",
        "督办单",
        "350304-20261121-000123",
        "城东街道办事处",
        "2026年11月28日17:30",
        "已超过办理时限。请于2026年11月28日前办结",
        "grid-center@example.org",
        "96.5%",
        "第70网格",
        "2590",
        "扫码核验<回执>",
        "本单由系统生成，编号唯一。",
    ] {
        assert!(text.contains(&squeezed(said)), "{said} in {text}");
    }
    let pages = text.matches("本单由系统生成").count();
    assert!(pages >= 3);
    assert_eq!(
        text.matches("网格情况件数").count(),
        pages,
        "the head of the table stands on each of its pages"
    );
    assert!(bytes.len() < 200_000, "a subset of the font, not the font: {} bytes", bytes.len());
}

#[test]
fn the_docx_opens_and_says_what_was_put_in() {
    let bytes = docx(&order()).expect("a paper");
    if let Ok(path) = std::env::var("PAPERS_LOOK") {
        std::fs::write(path.replace(".pdf", ".docx"), &bytes).expect("written");
    }
    let text = words(&part(&bytes, "word/document.xml"));
    for said in [
        "督〔2026〕7号",
        "督 办 单",
        "城东街道办事处",
        "96.5%",
        "第70网格",
        "扫码核验 <回执>",
        "2026年11月21日",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    for name in [
        "word/styles.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "docProps/core.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "_rels/.rels",
    ] {
        words(&part(&bytes, name));
    }
    assert!(part(&bytes, "word/document.xml").contains("<w:tblHeader/>"));
    assert!(part(&bytes, "word/styles.xml").contains("仿宋"));
}

#[test]
fn the_same_paper_is_the_same_file() {
    let font = font();
    assert_eq!(pdf(&order(), &font), pdf(&order(), &font));
    assert_eq!(docx(&order()), docx(&order()));
}

#[test]
fn no_line_begins_with_a_closing_mark() {
    let sentence = "群众反映，井盖缺失、路灯不亮；请核实：是否属实？是！（见《办理规定》）“已处理。”";
    for pad in 0..24 {
        let text = format!("{}{}", "经".repeat(pad), sentence.repeat(6));
        let paper = Paper { blocks: vec![Block::Text(text)], ..Paper::default() };
        let read = read_pdf(&pdf(&paper, &font()).expect("a paper"));
        for line in read.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let first = line.chars().next().unwrap_or_default();
            assert!(!"。，、；：！？）》”".contains(first), "{line}");
            let last = line.chars().last().unwrap_or_default();
            assert!(!"（《“".contains(last), "{line}");
        }
    }
}

#[test]
fn a_row_higher_than_a_page_goes_on_and_a_long_word_breaks() {
    let long = "处置经过：".repeat(900);
    let hash = "0123456789abcdef".repeat(20);
    let table = Table {
        rows: vec![vec!["1".into(), long.clone(), hash.clone()]],
        head: vec!["序".into(), "经过".into(), "指纹".into()],
        ..Table::default()
    };
    let paper = Paper {
        title: "表".into(),
        blocks: vec![Block::Text(hash.clone()), Block::Table(table)],
        ..Paper::default()
    };
    let text = read_pdf(&pdf(&paper, &font()).expect("a paper"));
    assert_eq!(text.matches("处").count(), 900);
    assert!(text.split('\u{c}').count() > 3);
    assert!(squeezed(&text).contains(&hash), "broken, and nothing lost");
    docx(&paper).expect("a paper");
}

#[test]
fn what_cannot_be_drawn_is_shown_as_missing_and_breaks_nothing() {
    let text = "笑脸\u{1f600}，控制\u{0}\u{7}字符\u{fffe}与<标签>&amp;".to_owned();
    let paper = Paper { title: "\u{1}题".into(), blocks: vec![Block::Text(text)], ..Paper::default() };
    assert!(read_pdf(&pdf(&paper, &font()).expect("a paper")).contains("字符"));
    assert!(words(&part(&docx(&paper).expect("a paper"), "word/document.xml")).contains("<标签>&amp;"));
}

#[test]
fn an_empty_paper_is_a_page() {
    let paper = Paper {
        lang: Lang::En,
        blocks: vec![
            Block::Table(Table::default()),
            Block::Facts(vec![]),
            Block::Bars(Bars::default()),
            Block::Break,
        ],
        ..Paper::default()
    };
    assert!(squeezed(&read_pdf(&pdf(&paper, &font()).expect("a paper"))).contains("2/2"));
    docx(&paper).expect("a paper");
}

#[test]
fn refusals_say_why() {
    assert!(matches!(Font::parse(b"no font".to_vec(), 0), Err(PaperError::Font(_))));
    let code = Block::Code { text: "x".repeat(5000), caption: String::new() };
    let paper = Paper { blocks: vec![code], ..Paper::default() };
    assert_eq!(docx(&paper), Err(PaperError::Code { length: 5000 }));
    assert_eq!(pdf(&paper, &font()), Err(PaperError::Code { length: 5000 }));
}

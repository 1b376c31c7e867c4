//! The documents of OpenRosa, as text.

use crate::address::Links;
use forms::model::published::MediaRow;
use forms::service::Listed;
use kernel::Lang;
use web::xml_text;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>", xml_text(text)));
}

/// `formList`: a single form without id, name or link would cost a client the whole list.
pub fn form_list(forms: &[Listed], links: &Links, lang: Lang) -> String {
    let mut out = format!("{HEAD}<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">");
    for form in forms {
        out.push_str("<xform>");
        element(&mut out, "formID", &form.id);
        let title = form.title.get(lang);
        element(&mut out, "name", if title.trim().is_empty() { &form.id } else { title });
        if !form.version.is_empty() {
            element(&mut out, "version", &form.version);
        }
        element(&mut out, "hash", &format!("md5:{}", form.md5));
        element(&mut out, "downloadUrl", &links.form(&form.id, &form.version));
        if form.media {
            element(&mut out, "manifestUrl", &links.manifest(&form.id, &form.version));
        }
        out.push_str("</xform>");
    }
    out + "</xforms>\n"
}

/// The list of the files of a form.
pub fn manifest(id: &str, version: &str, media: &[MediaRow], links: &Links) -> String {
    let mut out = format!("{HEAD}<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">");
    for file in media {
        out.push_str(if file.entities { "<mediaFile type=\"entityList\">" } else { "<mediaFile>" });
        element(&mut out, "filename", &file.name);
        element(&mut out, "hash", &format!("md5:{}", file.md5));
        element(&mut out, "downloadUrl", &links.media(id, version, &file.name));
        if file.entities {
            element(&mut out, "integrityUrl", &links.integrity(id, version, &file.name));
        }
        out.push_str("</mediaFile>");
    }
    out + "</manifest>\n"
}

/// Which entities are no more.
pub fn integrity(entities: &[(String, bool)]) -> String {
    let one = |(id, gone): &(String, bool)| {
        format!("<entity id=\"{}\"><deleted>{gone}</deleted></entity>", xml_text(id))
    };
    let all: String = entities.iter().map(one).collect();
    format!("{HEAD}<data><entities>{all}</entities></data>\n")
}

/// What a client shows to whoever sent something.
pub fn response(nature: &str, message: &str) -> String {
    format!(
        "{HEAD}<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"{nature}\">{}</message></OpenRosaResponse>\n",
        xml_text(message)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Text;

    #[test]
    fn a_list_names_everything_that_clients_insist_on() {
        let form = Listed {
            id: "a&b".into(),
            version: "1".into(),
            title: Text { zh: " ".into(), en: None },
            md5: "0".repeat(32),
            media: true,
            area_path: String::new(),
            unit: None,
        };
        let links = Links::new("http://x", "/openrosa", Some("t"), None);
        let list = form_list(std::slice::from_ref(&form), &links, Lang::Zh);
        for part in [
            "<formID>a&amp;b</formID><name>a&amp;b</name><version>1</version><hash>md5:0000",
            "<downloadUrl>http://x/openrosa/key/t/forms/a%26b/v1/form.xml</downloadUrl>",
            "<manifestUrl>http://x/openrosa/key/t/forms/a%26b/v1/manifest</manifestUrl>",
        ] {
            assert!(list.contains(part), "{list}");
        }
        let bare = form_list(&[Listed { version: String::new(), media: false, ..form }], &links, Lang::Zh);
        assert!(!bare.contains("<version>") && !bare.contains("manifest"), "{bare}");
    }
}

//! What Briefcase and its kin ask beside OpenRosa (the interface of ODK Aggregate): the submissions of a form page by page, each of them in clear, and
//! XForms to be published. Reading answers is a reveal, whose purpose stands in the address.

use crate::address::Links;
use crate::http::query;
use axum::extract::Request;
use forms::Forms;
use forms::model::published::MediaFile;
use forms::service::Pulled;
use kernel::{Ctx, Failure, Refusal, RefusalKind, Result, Timestamp};
use md5::{Digest as _, Md5};
use tokio::io::AsyncReadExt as _;
use web::multipart::{form, malformed, whole};
use web::xml_text;

/// Submissions of a page at most.
const MOST: usize = 500;
/// The largest XForm or file of a form, in bytes.
const MOST_FILE: usize = 16_000_000;
/// The most files of a form.
const MOST_FILES: usize = 200;

/// Which submissions.
pub struct Asked {
    form: String,
    limit: usize,
    cursor: String,
}

impl Asked {
    /// Reads `formId`, `numEntries` and `cursor`.
    pub fn of(asked: Option<&str>) -> Result<Self, Refusal> {
        let form = query(asked, "formId").filter(|id| !id.is_empty());
        let limit = query(asked, "numEntries").and_then(|n| n.parse().ok()).unwrap_or(100);
        Ok(Self {
            form: form.ok_or_else(|| Refusal::required("formId"))?,
            limit: limit.clamp(1, MOST),
            cursor: query(asked, "cursor").unwrap_or_default(),
        })
    }

    /// The submission behind which the page begins: the one that the cursor names, else the first of its day.
    fn after(&self) -> String {
        let last = within(&self.cursor, "uriLastReturnedValue").filter(|id| !id.is_empty());
        let since = || {
            let at: jiff::Timestamp = within(&self.cursor, "attributeValue")?.parse().ok()?;
            let hex = format!("{:012x}", at.as_millisecond().max(0));
            Some(format!("{}-{}", &hex[..8], &hex[8..12]))
        };
        last.map(str::to_owned).or_else(since).unwrap_or_default()
    }
}

/// The text of an element of a cursor.
fn within<'a>(cursor: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = cursor.split_once(&format!("<{name}>"))?;
    rest.split_once("</").map(|(text, _)| text.trim())
}

/// A page of instances, and where the next begins; at the end it begins where this one did, which ends a client's loop.
pub async fn list(forms: &Forms, ctx: &Ctx, asked: &Asked) -> Result<String> {
    let page = forms.pullable(ctx, &asked.form, &asked.after(), asked.limit).await?;
    let ids: String = page.items.iter().map(|row| format!("<id>{}</id>", xml_text(&row.instance))).collect();
    let cursor = match (page.items.last(), &page.next) {
        (Some(row), _) => cursor(row.received_at, &row.id),
        // none of a whole window is the reader's: the search goes on behind it
        (None, Some(next)) => cursor(ctx.now, next),
        (None, None) if asked.cursor.is_empty() => cursor(Timestamp(0), ""),
        (None, None) => asked.cursor.clone(),
    };
    Ok(format!(
        "<idChunk xmlns=\"http://opendatakit.org/submissions\"><idList>{ids}</idList><resumptionCursor>{}</resumptionCursor></idChunk>\n",
        xml_text(&cursor)
    ))
}

fn cursor(at: Timestamp, last: &str) -> String {
    format!(
        "<cursor xmlns=\"http://www.opendatakit.org/cursor\"><attributeName>_LAST_UPDATE_DATE</attributeName>\
         <attributeValue>{at}</attributeValue><uriLastReturnedValue>{last}</uriLastReturnedValue>\
         <isForwardCursor>true</isForwardCursor></cursor>"
    )
}

/// Form and instance of `FORM[@version=… and @uiVersion=…]/ROOT[@key=INSTANCE]`: what stands between is written by clients in many ways.
pub fn wanted(asked: Option<&str>) -> Result<(String, String), Refusal> {
    let text = query(asked, "formId").unwrap_or_default();
    let wrong = || Refusal::invalid("formId", "", "FORM[…]/ROOT[@key=INSTANCE]");
    let form = text.split(['[', '/']).next().filter(|form| !form.is_empty()).ok_or_else(wrong)?;
    let (_, key) = text.rsplit_once("@key=").ok_or_else(wrong)?;
    let key = key.trim_end_matches(']').trim_matches(['\'', '"']);
    Ok((form.to_owned(), key.to_owned()))
}

/// A submission in clear, with the files that came.
pub async fn submission(
    forms: &Forms,
    ctx: &Ctx,
    (form, instance): (&str, &str),
    purpose: &str,
    links: &Links,
) -> Result<String> {
    let pulled = forms.pull(ctx, form, instance, purpose).await?;
    let mut media = String::new();
    for (name, blob) in &pulled.files {
        let opened = forms.blobs().read(blob, blobs::Rendition::Original).await.map_err(Failure::from)?;
        let Some(opened) = opened else { continue };
        media.push_str(&format!(
            "<mediaFile><filename>{}</filename><hash>md5:{}</hash><downloadUrl>{}</downloadUrl></mediaFile>",
            xml_text(name),
            md5(opened.file).await?,
            xml_text(&links.attachment(form, instance, name))
        ));
    }
    Ok(format!(
        "<submission xmlns=\"http://opendatakit.org/submissions\" xmlns:orx=\"http://openrosa.org/xforms\"><data>{}</data>{media}</submission>\n",
        told(&pulled)
    ))
}

async fn md5(mut file: tokio::fs::File) -> Result<String> {
    let (mut hash, mut piece) = (Md5::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece).await.map_err(Failure::internal)? {
            0 => return Ok(hex::encode(hash.finalize())),
            n => hash.update(&piece[..n]),
        }
    }
}

/// The submission as it came, with what stands of it at its root, where clients look for it.
fn told(pulled: &Pulled) -> String {
    let xml = pulled.xml.trim_start_matches('\u{feff}').trim();
    let xml = match xml.starts_with("<?") {
        true => xml.split_once("?>").map_or(xml, |(_, rest)| rest).trim_start(),
        false => xml,
    };
    let end = xml.find([' ', '>', '/', '\n', '\t', '\r']).unwrap_or_default();
    let head = xml.split('>').next().unwrap_or_default();
    let mut said = String::new();
    let at = pulled.row.received_at;
    let told = [
        ("instanceID", pulled.row.instance.clone()),
        ("submissionDate", at.to_string()),
        ("isComplete", "true".to_owned()),
        ("markedAsCompleteDate", at.to_string()),
    ];
    for (name, value) in told {
        if !head.contains(&format!(" {name}=")) {
            said.push_str(&format!(" {name}=\"{}\"", xml_text(&value)));
        }
    }
    format!("{}{said}{}", &xml[..end], &xml[end..])
}

/// Publishes what was posted: `form_def_file` and the files that it names.
pub async fn publish(forms: &Forms, ctx: &Ctx, request: Request) -> Result<()> {
    let wrong = |want: &str| Refusal::new(RefusalKind::Invalid, "body.malformed").want(want);
    let mut form = form(request).await?;
    let (mut xform, mut media) = (None, vec![]);
    while let Some(part) = form.next_field().await.map_err(|e| malformed(&e))? {
        let file = part.file_name().or(part.name()).unwrap_or_default().to_owned();
        if part.name() == Some("form_def_file") {
            let bytes = whole(part, MOST_FILE).await?.to_vec();
            xform = Some(String::from_utf8(bytes).map_err(|_| wrong("UTF-8"))?);
        } else if part.file_name().is_some() {
            if media.len() == MOST_FILES {
                return Err(wrong("at most 200 files").into());
            }
            let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
            media.push(MediaFile { name: file, mime, bytes: whole(part, MOST_FILE).await?.to_vec() });
        }
    }
    let xform = xform.ok_or_else(|| Refusal::required("form_def_file"))?;
    forms.publish_xform(ctx, xform, media).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_found_behind_the_last_key() {
        let of = |text: &str| {
            let query: String =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("formId", text).finish();
            wanted(Some(&query)).map_err(|r| r.code)
        };
        let found = Ok(("keys".to_owned(), "uuid:1".to_owned()));
        assert_eq!(of("keys[@version=null and @uiVersion=null]/data[@key=uuid:1]"), found);
        assert_eq!(of("keys[@version=Optional[3] and @uiVersion=null]/data[@key='uuid:1']"), found);
        assert_eq!(of("keys"), Err("field.invalid".into()));
        assert_eq!(of(""), Err("field.invalid".into()));
    }

    #[test]
    fn a_cursor_leads_on() {
        let asked = |cursor: String| Asked { form: "f".into(), limit: 1, cursor };
        assert_eq!(asked(String::new()).after(), "");
        assert_eq!(asked(cursor(Timestamp(5), "0193-x")).after(), "0193-x");
        // a day alone: what was named since then
        assert_eq!(asked(cursor(Timestamp(0x0193_0000_0001), "")).after(), "01930000-0001");
        assert_eq!(asked("<cursor><attributeValue>x</attributeValue>".into()).after(), "");
    }
}

//! A posted request, read and checked. All that is wrong with it is told at once.

use crate::form::{Edge, Fields, Upload};
use crate::model::UpdateStatus;
use kernel::{Refusal, RefusalKind, Timestamp};
use packs::model::{AnswerType, Question};
use std::collections::BTreeMap;

/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 4000;
/// The most addresses of media.
const MOST_MEDIA: usize = 20;

/// Where a matter is, in one of three ways. Coordinates win; an address may stand beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Longitude and latitude, WGS-84 degrees.
    pub point: Option<(f64, f64)>,
    /// `address_string`.
    pub address: Option<String>,
    /// `address_id`: the code of an area.
    pub area: Option<String>,
}

/// Who reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// First and last name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A posted request.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    /// The service.
    pub service: String,
    /// Where.
    pub place: Place,
    /// What.
    pub description: Option<String>,
    /// Who.
    pub contact: Contact,
    /// Addresses of media elsewhere.
    pub media: Vec<String>,
    /// Files that came along.
    pub files: Vec<Upload>,
    /// The client's own number of the matter.
    pub reference: Option<String>,
}

/// Reads a posted request.
///
/// # Errors
/// Every field that is missing or wrong.
pub fn read(fields: &Fields, files: Vec<Upload>) -> Result<Posted, Vec<Refusal>> {
    let mut wrong = vec![];
    let service = fields.one("service_code").map(str::to_string);
    if service.is_none() {
        wrong.push(Refusal::required("service_code"));
    }
    let place = place(fields, &mut wrong);
    let description = keep(fields.text("description", LONGEST_DESCRIPTION), &mut wrong);
    let contact = contact(fields, &mut wrong);
    let media = media(fields, &mut wrong);
    let attributes = fields.attributes();
    let reference =
        ["fixmystreet_id", "external_id"].iter().find_map(|code| attributes.get(*code)?.first().cloned());
    let reference = reference.filter(|text| text.len() <= 100);
    match (service, wrong.is_empty()) {
        (Some(service), true) => Ok(Posted { service, place, description, contact, media, files, reference }),
        _ => Err(wrong),
    }
}

/// The value, or nothing and a refusal noted.
fn keep<T>(read: Result<Option<T>, Refusal>, wrong: &mut Vec<Refusal>) -> Option<T> {
    read.unwrap_or_else(|refusal| {
        wrong.push(refusal);
        None
    })
}

fn place(fields: &Fields, wrong: &mut Vec<Refusal>) -> Place {
    let before = wrong.len();
    let lat = keep(fields.number("lat", -90.0, 90.0), wrong);
    let lon = keep(fields.number("long", -180.0, 180.0), wrong);
    let address = keep(fields.text("address_string", 300), wrong);
    let area = keep(fields.text("address_id", 100), wrong);
    if wrong.len() == before {
        match (lat, lon) {
            (Some(_), None) => wrong.push(Refusal::required("long")),
            (None, Some(_)) => wrong.push(Refusal::required("lat")),
            (None, None) if address.is_none() && area.is_none() => {
                let refusal = Refusal::new(RefusalKind::Invalid, "open311.place_required").at("lat");
                wrong.push(refusal.want("lat and long, address_string, or address_id"));
            }
            _ => {}
        }
    }
    Place { point: lon.zip(lat), address, area }
}

fn contact(fields: &Fields, wrong: &mut Vec<Refusal>) -> Contact {
    let first = keep(fields.text("first_name", 100), wrong);
    let last = keep(fields.text("last_name", 100), wrong);
    Contact {
        name: joined(first.as_deref(), last.as_deref()).map(|name| name.chars().take(100).collect()),
        phone: keep(fields.text("phone", 40), wrong),
        email: keep(fields.text("email", 200), wrong),
    }
}

/// `张三` is written family name first and without a space; names of other scripts the other way round.
fn joined(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first, last) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.to_string()),
        (Some(first), Some(last)) if is_han(first) && is_han(last) => Some(format!("{last}{first}")),
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
    }
}

fn is_han(text: &str) -> bool {
    text.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c))
}

fn media(fields: &Fields, wrong: &mut Vec<Refusal>) -> Vec<String> {
    let mut urls: Vec<String> = vec![];
    for url in fields.all("media_url") {
        let web = url.starts_with("http://") || url.starts_with("https://");
        if !web || url.len() > 2000 || url.contains(char::is_whitespace) {
            wrong.push(Refusal::invalid("media_url", url, "an http or https address"));
        } else if !urls.iter().any(|known| known == url) {
            urls.push(url.to_string());
        }
    }
    if urls.len() > MOST_MEDIA {
        wrong.push(Refusal::invalid("media_url", urls.len(), format!("at most {MOST_MEDIA} addresses")));
    }
    urls
}

/// The answers to a service's questions, each as one text (several values joined by `,`). Attributes that the service
/// does not ask for are left out: clients send their own bookkeeping along.
///
/// # Errors
/// Every answer that is missing or wrong.
pub fn answers<'a>(
    questions: impl Iterator<Item = &'a Question>,
    fields: &Fields,
) -> Result<BTreeMap<String, String>, Vec<Refusal>> {
    let given = fields.attributes();
    let (mut answers, mut wrong) = (BTreeMap::new(), vec![]);
    for question in questions.filter(|question| question.variable) {
        let name = format!("attribute[{}]", question.code);
        match given.get(&question.code) {
            None if question.required => wrong.push(Refusal::required(name)),
            None => {}
            Some(values) => match answer(question, values) {
                Ok(text) => drop(answers.insert(question.code.clone(), text)),
                Err(expected) => {
                    wrong.push(Refusal::new(RefusalKind::Invalid, "field.invalid").at(name).want(expected));
                }
            },
        }
    }
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

/// The text of an answer, or what was expected. Moments come in more forms than we keep.
fn answer(question: &Question, values: &[String]) -> Result<String, String> {
    let mended: Vec<String> = match question.datatype {
        AnswerType::DateTime => {
            let moment = |value: &String| crate::form::moment(value, Edge::Start).map(|at| at.to_string());
            values.iter().map(|value| moment(value).unwrap_or_else(|| value.clone())).collect()
        }
        _ => values.to_vec(),
    };
    packs::answers::answer(question, &mended.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A posted update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedUpdate {
    /// The matter.
    pub request: String,
    /// The client's own id of the update, which makes posting it again harmless.
    pub id: Option<String>,
    /// Where the client says the matter stands.
    pub status: UpdateStatus,
    /// What was said.
    pub description: Option<String>,
    /// When it was said.
    pub at: Option<Timestamp>,
    /// Addresses of media elsewhere.
    pub media: Vec<String>,
    /// Files that came along.
    pub files: Vec<Upload>,
}

/// Reads a posted update.
///
/// # Errors
/// Every field that is missing or wrong.
pub fn read_update(fields: &Fields, files: Vec<Upload>) -> Result<PostedUpdate, Vec<Refusal>> {
    let mut wrong = vec![];
    let request = keep(fields.text("service_request_id", 100), &mut wrong);
    if request.is_none() && fields.one("service_request_id").is_none() {
        wrong.push(Refusal::required("service_request_id"));
    }
    let status = match fields.one("status") {
        None => UpdateStatus::Unchanged,
        Some(word) => UpdateStatus::parse(word).unwrap_or_else(|| {
            let words = UpdateStatus::ALL.map(UpdateStatus::code).join(", ");
            wrong.push(Refusal::invalid("status", word, format!("one of: {words}")));
            UpdateStatus::Unchanged
        }),
    };
    let id = ["update_id", "update_id_ext"].iter().find(|name| fields.one(name).is_some());
    let id = id.and_then(|name| keep(fields.text(name, 100), &mut wrong));
    let description = keep(fields.text("description", LONGEST_DESCRIPTION), &mut wrong);
    let at = keep(fields.moment("updated_datetime", Edge::Start), &mut wrong);
    let media = media(fields, &mut wrong);
    if description.is_none() && status == UpdateStatus::Unchanged && media.is_empty() && files.is_empty() {
        wrong.push(Refusal::required("description"));
    }
    match (request, wrong.is_empty()) {
        (Some(request), true) => Ok(PostedUpdate { request, id, status, description, at, media, files }),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())))
    }

    fn wrong(pairs: &[(&str, &str)]) -> Vec<String> {
        read(&fields(pairs), vec![]).unwrap_err().into_iter().filter_map(|r| r.field).collect()
    }

    const WHAT: (&str, &str) = ("service_code", "0103");
    const LAT: (&str, &str) = ("lat", "25.123456");
    const LONG: (&str, &str) = ("long", "119.123456");

    #[test]
    fn a_post_as_clients_in_the_field_send_it() {
        let posted = read(
            &fields(&[
                WHAT,
                LAT,
                LONG,
                ("description", "Title\r\n\r\nDetail\r\n\r\nhttp://h/report/1"),
                ("deviceid", "abc"),
                ("email", "a@b.c"),
                ("first_name", "三"),
                ("last_name", "张"),
                ("phone", "1"),
                ("media_url", "http://h/1.jpg"),
                ("media_url", "http://h/2.jpg"),
                ("media_url", "http://h/1.jpg"),
                ("attribute[fixmystreet_id]", "77"),
                ("attribute[easting]", "1"),
                ("account_id", ""),
            ]),
            vec![],
        );
        let posted = posted.unwrap();
        assert_eq!(posted.place.point, Some((119.123456, 25.123456)));
        assert_eq!(posted.description.as_deref(), Some("Title\r\n\r\nDetail\r\n\r\nhttp://h/report/1"));
        assert_eq!(posted.contact.name.as_deref(), Some("张三"));
        assert_eq!(posted.media, ["http://h/1.jpg", "http://h/2.jpg"]);
        assert_eq!(posted.reference.as_deref(), Some("77"));
    }

    #[test]
    fn names() {
        assert_eq!(joined(Some("Ann"), Some("Lee")).as_deref(), Some("Ann Lee"));
        assert_eq!(joined(None, Some("李")).as_deref(), Some("李"));
        assert_eq!(joined(None, None), None);
    }

    #[test]
    fn one_of_three_ways_to_say_where() {
        for place in
            [vec![LAT, LONG], vec![("address_string", "人民路 1 号")], vec![("address_id", "350304001")]]
        {
            assert!(read(&fields(&[vec![WHAT], place].concat()), vec![]).is_ok());
        }
        assert_eq!(wrong(&[WHAT]), ["lat"]);
        assert_eq!(wrong(&[WHAT, LAT]), ["long"]);
        assert_eq!(wrong(&[WHAT, LONG, ("address_string", "x")]), ["lat"]);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let fields = [
            ("lat", "91"),
            ("long", "east"),
            ("media_url", "javascript:alert(1)"),
            ("email", &"x".repeat(300)),
        ];
        assert_eq!(wrong(&fields), ["service_code", "lat", "long", "email", "media_url"]);
    }

    fn questions() -> Vec<Question> {
        let name = serde_json::json!({"zh": "一", "en": "one"});
        let question = |code: &str, datatype: &str, required: bool| {
            let listed = if datatype.ends_with("list") { &["a", "b"][..] } else { &[] };
            let values: Vec<_> =
                listed.iter().map(|v| serde_json::json!({"code": v, "name": name})).collect();
            let document = serde_json::json!({"category": "0103", "code": code, "datatype": datatype,
                "required": required, "name": name, "values": values});
            serde_json::from_value::<Question>(document).unwrap()
        };
        vec![
            question("one", "singlevaluelist", true),
            question("many", "multivaluelist", false),
            question("n", "number", false),
            question("when", "datetime", false),
            question("line", "string", false),
            Question { variable: false, ..question("info", "text", true) },
        ]
    }

    #[test]
    fn questions_are_answered() {
        let given = fields(&[
            ("attribute[one]", "a"),
            ("attribute[many][]", "a"),
            ("attribute[many][]", "b"),
            ("attribute[n]", "1.5"),
            ("attribute[when]", "2026-11-21T08:00:00Z"),
            ("attribute[line]", "x"),
            ("attribute[foreign]", "x"),
        ]);
        let answers = answers(questions().iter(), &given).unwrap();
        assert_eq!(answers["many"], "a,b");
        assert_eq!(answers.len(), 5);
    }

    #[test]
    fn wrong_answers_are_named() {
        let given = fields(&[
            ("attribute[many]", "c"),
            ("attribute[n]", "inf"),
            ("attribute[when]", "now"),
            ("attribute[line]", "x\ny"),
        ]);
        let wrong = answers(questions().iter(), &given).unwrap_err();
        let names: Vec<_> = wrong.iter().filter_map(|r| r.field.as_deref()).collect();
        assert_eq!(
            names,
            ["attribute[one]", "attribute[many]", "attribute[n]", "attribute[when]", "attribute[line]"]
        );
        let twice = fields(&[("attribute[one]", "a"), ("attribute[one]", "b")]);
        assert_eq!(
            answers(questions().iter(), &twice).unwrap_err()[0].expected.as_deref(),
            Some("one value")
        );
    }

    #[test]
    fn updates() {
        let base = [("service_request_id", "A-1"), ("description", "done"), ("status", "IN_PROGRESS")];
        let all =
            [&base[..], &[("update_id_ext", "9"), ("updated_datetime", "2026-11-21T08:00:00Z")]].concat();
        let update = read_update(&fields(&all), vec![]).unwrap();
        assert_eq!((update.status, update.id.as_deref()), (UpdateStatus::InProgress, Some("9")));
        let names = |pairs: &[(&str, &str)]| -> Vec<String> {
            read_update(&fields(pairs), vec![]).unwrap_err().into_iter().filter_map(|r| r.field).collect()
        };
        assert_eq!(names(&[]), ["service_request_id", "description"]);
        assert_eq!(names(&[base[0], base[1], ("status", "DONE")]), ["status"]);
        assert_eq!(names(&[base[0], base[1], ("updated_datetime", "now")]), ["updated_datetime"]);
        assert!(read_update(&fields(&[base[0], ("status", "CLOSED")]), vec![]).is_ok());
    }

    proptest! {
        #[test]
        fn no_form_panics(pairs in proptest::collection::vec(
            (proptest::sample::select(vec!["service_code", "lat", "long", "address_string", "description", "media_url",
             "attribute[one]", "attribute[many][]", "attribute[n]", "attribute[when]", "status", "service_request_id",
             "updated_datetime", "first_name", "last_name"]), "\\PC{0,12}"), 0..12)
        ) {
            let all = Fields::new(pairs.into_iter().map(|(n, v)| (n.to_string(), v)));
            if let Ok(posted) = read(&all, vec![]) {
                prop_assert!(posted.place.point.is_some() || posted.place.address.is_some() || posted.place.area.is_some());
            }
            let _ = read_update(&all, vec![]);
            let _ = answers(questions().iter(), &all);
        }
    }
}

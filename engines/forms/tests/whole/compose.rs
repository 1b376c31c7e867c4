//! Several forms as one, and a submission of it as several.

use form_engine::compose::{Composed, Part, Section, compose, split};
use form_engine::model::{Settings, Text};
use form_engine::{Form, Workbook};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn form(id: &str, survey: &str) -> Form {
    let choices = "| choices |\n| | list_name | name | label |\n| | use | 1 | own |\n| | use | 2 | let |\n| | yes_no | yes | Yes |\n| | yes_no | no | No |\n";
    let book = format!(
        "| survey |\n{survey}{choices}| settings |\n| | form_id | form_title | version |\n| | {id} | {id} | 3 |\n"
    );
    let book = Workbook::read(book.as_bytes(), "x.md").unwrap();
    Form::read(&book, id).unwrap_or_else(|f| panic!("{}", f[0])).0
}

fn part(code: &str, survey: &str, shared: &[(&str, &str)]) -> Part {
    let shared = shared.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    Part {
        code: code.into(),
        form: form(&format!("m_{code}"), survey),
        shared,
        sections: BTreeMap::new(),
        when: None,
    }
}

fn joined(parts: &[Part]) -> Composed {
    let sections = [("s_who", "Who"), ("s_checks", "Checks")]
        .map(|(name, label)| Section { name: name.into(), label: Text::plain(label) });
    let settings = Settings {
        id: "visit".into(),
        title: "Visit".into(),
        version: Some("1".into()),
        ..Settings::default()
    };
    compose(settings, &sections, parts).unwrap()
}

fn safety() -> Part {
    part(
        "safety",
        "| | type | name | label | relevant | required | constraint | calculation |\n\
         | | select_one use | use | Use | | yes | | |\n\
         | | integer | rooms | Rooms | ${use} = '2' | yes | . < 50 | |\n\
         | | calculate | many | | | | | if(${rooms} > 3, 'many', 'few') |\n\
         | | note | advice | Mind ${rooms} | ${many} = 'many' | | | |\n\
         | | begin_repeat | lives_in | Member | | | | |\n\
         | | text | name | Name | | yes | | |\n\
         | | integer | age | Age | ${use} = '2' | | | |\n\
         | | end_repeat | | | | | | |\n\
         | | calculate | ages | | | | | sum(${age}) |\n",
        &[
            ("use", "dwelling__use"),
            ("rooms", "rooms"),
            ("lives_in", "lives_in"),
            ("name", "person__name"),
            ("age", "age"),
        ],
    )
}

fn water() -> Part {
    part(
        "water",
        "| | type | name | label | relevant | required | constraint |\n\
         | | integer | n | How many rooms? | ${ok} = 'yes' | | . > 0 |\n\
         | | select_one yes_no | ok | Is the water fine? | | yes | |\n\
         | | begin_repeat | members | Who lives here? | | | |\n\
         | | text | who | Full name | | | |\n\
         | | integer | years | Age | | | |\n\
         | | end_repeat | | | | | |\n",
        &[("n", "rooms"), ("members", "lives_in"), ("who", "person__name"), ("years", "age")],
    )
}

fn bind<'a>(c: &'a Composed, name: &str, of: &str) -> Option<&'a str> {
    let item = c.form.items.iter().find(|i| i.name == name).unwrap_or_else(|| panic!("no {name}"));
    item.bind.iter().find(|(k, _)| k == of).map(|(_, v)| v.as_str())
}

#[test]
fn a_question_of_two_forms_is_asked_once_under_the_conditions_of_both() {
    let c = joined(&[safety(), water()]);
    let names: Vec<&str> = c.merged.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "dwelling__use",
            "rooms",
            "safety__many",
            "safety__advice",
            "lives_in",
            "person__name",
            "age",
            "safety__ages",
            "water__ok"
        ]
    );
    let rooms = &c.merged[1];
    assert_eq!(rooms.asked_by, [(0, "rooms".to_string()), (1, "n".to_string())]);
    assert_eq!(
        bind(&c, "rooms", "relevant"),
        Some("(${safety__rooms__on} = '1') or (${water__n__on} = '1')")
    );
    assert_eq!(bind(&c, "rooms", "required"), Some("${safety__rooms__on} = '1'"));
    assert_eq!(
        bind(&c, "rooms", "constraint"),
        Some("(not(${safety__rooms__on} = '1') or (. < 50)) and (not(${water__n__on} = '1') or (. > 0))")
    );
    assert_eq!(bind(&c, "safety__rooms__on", "calculate"), Some("if(${dwelling__use} = '2', '1', '')"));
    // what only the other form asks is empty to this one
    assert_eq!(
        bind(&c, "safety__many", "calculate"),
        Some("if(if(${safety__rooms__on} = '1', ${rooms}, '') > 3, 'many', 'few')")
    );
    // one of the two always asks
    assert_eq!(bind(&c, "age", "relevant"), None);
    assert_eq!(bind(&c, "safety__ages", "calculate"), Some("sum(${age}[../safety__age__on = '1'])"));
    assert!(
        c.form.xform().contains("sum( /data/s_who/lives_in/age [../safety__age__on = '1'])"),
        "{}",
        c.form.xform()
    );
}

#[test]
fn a_submission_falls_apart_into_what_each_form_would_have_sent() {
    let c = joined(&[safety(), water()]);
    let xml = "<data id=\"visit\"><s_who><dwelling__use>2</dwelling__use><safety__rooms__on>1</safety__rooms__on><water__n__on/>\
        <rooms>4</rooms><safety__many>many</safety__many><safety__advice/>\
        <lives_in><lives_in__ref>9-1</lives_in__ref><person__name>A &amp; B</person__name><safety__age__on>1</safety__age__on><age>40</age></lives_in>\
        <lives_in><person__name>C</person__name><safety__age__on/><age>7</age></lives_in>\
        <safety__ages>40</safety__ages><water__ok>no</water__ok></s_who>\
        <meta><instanceID>uuid:1</instanceID></meta></data>";
    let records = split(&c.splitting, xml.as_bytes()).unwrap();
    assert_eq!(
        records[0].xml,
        "<?xml version=\"1.0\"?><data id=\"m_safety\" version=\"3\"><use>2</use><rooms>4</rooms><many>many</many><advice></advice>\
         <lives_in><name>A &amp; B</name><age>40</age></lives_in><lives_in><name>C</name></lives_in><ages>40</ages>\
         <meta><instanceID>uuid:1:safety</instanceID></meta></data>"
    );
    assert_eq!(
        records[1].xml,
        "<?xml version=\"1.0\"?><data id=\"m_water\" version=\"3\"><ok>no</ok>\
         <members><who>A &amp; B</who><years>40</years></members><members><who>C</who><years>7</years></members>\
         <meta><instanceID>uuid:1:water</instanceID></meta></data>"
    );
    assert_eq!(records[1].answers[3].within, Some(("members".to_string(), 1)));
}

#[test]
fn what_is_known_stands_in_the_instance_as_it_is() {
    let mut c = joined(&[safety(), water()]);
    let at = |name: &str, c: &Composed| c.form.items.iter().position(|i| i.name == name).unwrap();
    // a known value is no expression, whatever it looks like
    let (use_, lives) = (at("dwelling__use", &c), at("lives_in", &c));
    c.form.items[use_].known = Some("now() + 1".into());
    c.form.items[lives].instances = ["A", "B"]
        .map(|n| {
            BTreeMap::from([
                ("person__name".to_string(), n.to_string()),
                ("lives_in__ref".to_string(), format!("r{n}")),
            ])
        })
        .to_vec();
    let xml = c.form.xform();
    assert!(xml.contains("<dwelling__use>now() + 1</dwelling__use>") && !xml.contains("setvalue"), "{xml}");
    assert_eq!(xml.matches("<lives_in>").count(), 2);
    assert!(xml.contains("<lives_in jr:template=\"\">") && xml.contains("<person__name>B</person__name>"));
    assert!(xml.contains("<lives_in__ref>rB</lives_in__ref>"), "{xml}");
}

#[test]
fn forms_that_cannot_be_asked_together_say_why() {
    let group = part(
        "g",
        "| | type | name | label |\n| | begin_group | a | A |\n| | text | b | B |\n| | end_group | | |\n",
        &[],
    );
    let sections = [Section { name: "s".into(), label: Text::plain("s") }];
    let error = compose(Settings::default(), &sections, &[group]).unwrap_err();
    assert_eq!(error.to_string(), "'g' has a group 'a'; parts have questions and repeats of questions alone");
    assert!(split(&joined(&[water()]).splitting, b"<data><a></data>").is_err());
}

proptest! {
    /// Whatever is shared and answered: each part gets its own answers in its own order, and nothing else.
    #[test]
    fn each_part_gets_what_it_asked(
        asked in prop::collection::vec(prop::collection::vec(0usize..8, 1..6), 1..6),
        values in prop::collection::vec("[a-z<&' ]{0,6}", 8),
    ) {
        let parts: Vec<Part> = asked.iter().enumerate().map(|(p, questions)| {
            let mut seen: Vec<usize> = Vec::new();
            questions.iter().for_each(|q| if !seen.contains(q) { seen.push(*q) });
            let rows: String = seen.iter().map(|q| format!("| | text | q{q} | Q |\n")).collect();
            let names: Vec<(String, String)> = seen.iter().map(|q| (format!("q{q}"), format!("e{q}"))).collect();
            let shared: Vec<(&str, &str)> = names.iter().filter(|(n, _)| n != "q7").map(|(a, b)| (a.as_str(), b.as_str())).collect();
            part(&format!("p{p}"), &format!("| | type | name | label |\n{rows}"), &shared)
        }).collect();
        let c = joined(&parts);
        let mut body = String::new();
        for m in &c.merged {
            let q: usize = m.asked_by[0].1[1..].parse().unwrap();
            let text = values[q].replace('&', "&amp;").replace('<', "&lt;");
            body.push_str(&format!("<{0}>{text}</{0}>", m.name));
        }
        let xml = format!("<data><s_who>{body}</s_who></data>");
        let records = split(&c.splitting, xml.as_bytes()).unwrap();
        for (part, record) in parts.iter().zip(&records) {
            let names: Vec<&str> = record.answers.iter().map(|a| a.name.as_str()).collect();
            let own: Vec<&str> = part.form.items[1..].iter().map(|i| i.name.as_str()).collect();
            prop_assert_eq!(names, own);
            for answer in &record.answers {
                let q: usize = answer.name[1..].parse().unwrap();
                prop_assert_eq!(&answer.value, &values[q]);
            }
        }
    }
}

#[test]
fn a_part_that_is_not_asked_has_no_say() {
    let guarded =
        |part: Part, code: &str| Part { when: Some(format!("selected(${{due}}, '{code}')")), ..part };
    let c = joined(&[guarded(safety(), "safety"), guarded(water(), "water")]);
    // one asks: its own condition below that of the part; both ask: a flag of each
    assert_eq!(
        bind(&c, "safety__advice", "relevant"),
        Some("(selected(${due}, 'safety')) and (${safety__many} = 'many')")
    );
    assert_eq!(bind(&c, "water__ok", "relevant"), Some("selected(${due}, 'water')"));
    assert_eq!(
        bind(&c, "safety__rooms__on", "calculate"),
        Some("if((selected(${due}, 'safety')) and (${dwelling__use} = '2'), '1', '')")
    );
    // inside of a repeat that both ask, its flag is enough
    assert_eq!(
        bind(&c, "safety__lives_in__on", "calculate"),
        Some("if(selected(${due}, 'safety'), '1', '')")
    );
    assert_eq!(bind(&c, "water__who__on", "calculate"), Some("if(${water__members__on} = '1', '1', '')"));
    let answered = "<data><s_who><dwelling__use>1</dwelling__use><water__n__on>1</water__n__on><rooms>2</rooms></s_who><s_checks/><meta><instanceID>uuid:1</instanceID></meta></data>";
    let records = split(&c.splitting, answered.as_bytes()).unwrap();
    let rooms = |at: usize| records[at].answers.iter().any(|a| a.value == "2");
    assert_eq!((rooms(0), rooms(1)), (false, true));
}

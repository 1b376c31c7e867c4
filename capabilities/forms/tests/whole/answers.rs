//! A unit reads on a screen what came back with its own forms: question by question, with a purpose, on the record, and so many within an hour.

use crate::town::{Town, xform};
use crate::visits::{Street, refused};
use bytes::Bytes;
use forms::model::answers::{Answers, LineKind, Reading};
use forms::model::published::{MediaFile, PublishedKind, Publishing};
use forms::model::submission::Incoming;
use kernel::{Text, Timestamp};
use testkit::both;
use tokio::io::AsyncReadExt as _;

/// A purpose that lasts as long as the test.
pub fn why(purpose: &str) -> &'static Reading {
    Box::leak(Box::new(Reading { purpose: purpose.into(), words: None }))
}

/// Line by line: path, what is shown.
pub fn shown(answers: &Answers) -> Vec<(String, String)> {
    let say = |l: &forms::model::answers::Line| {
        let label = l.label.as_ref().map_or("–", |t| t.zh.as_str());
        let chosen: Vec<&str> = l.chosen.iter().map(|t| t.zh.as_str()).collect();
        let value = if chosen.is_empty() { l.value.clone() } else { chosen.join("、") };
        (l.path.clone(), format!("{label}: {value}").trim_end_matches(": ").to_owned())
    };
    answers.lines.iter().map(say).collect()
}

const BOOK: &str = "| survey | | | | |\n| | type | name | label::中文 (zh) | label::English (en) |\n\
    | | select_one_from_file places.csv | where | 地点 | Place |\n| | begin_repeat | keys | 钥匙 | Keys |\n| | text | holder | 保管人 | Holder |\n\
    | | select_multiple kinds | kinds | 种类 | Kinds |\n| | end_repeat | | | |\n| | image | front | 照片 | Photo |\n\
    | choices | | | | |\n| | list_name | name | label::中文 (zh) | label::English (en) |\n| | kinds | d | 门 | Door |\n| | kinds | w | 窗 | Window |\n\
    | settings | | | | |\n| | form_id | version | name | |\n| | keys | 1 | data | |\n";

fn own() -> Publishing {
    Publishing {
        form_id: "keys".into(),
        version: "1".into(),
        title: Text::new("钥匙", "Keys"),
        xform: form_engine::convert(BOOK.as_bytes(), "keys.md").unwrap().xform,
        kind: PublishedKind::Own,
        area_path: Some("C/K1".into()),
        unit: Some("office".into()),
        media: vec![MediaFile {
            name: "places.csv".into(),
            bytes: "name,label\n7,石桥头\n".into(),
            mime: "text/csv".into(),
        }],
        listed: true,
    }
}

const SENT: &str = "<data id=\"keys\" version=\"1\"><where>7</where><keys><holder>王小明</holder><kinds>w d</kinds></keys><keys><holder>李样</holder><kinds/></keys>\
    <front>门口.jpg</front><meta><instanceID>uuid:a1</instanceID></meta></data>";

both!(answers_are_read_question_by_question, |test| async move {
    // packs offer the purposes
    let street = Street::new(test).await;
    let forms = &street.forms;
    Box::pin(forms.publish(&street.story.test.system(), own())).await.unwrap();
    let piece = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"photo of a door"))]);
    let photo = Box::pin(street.story.blobs.store_any(&street.story.nobody(), piece)).await.unwrap();
    let mut incoming = Incoming::read(Bytes::from_static(SENT.as_bytes()), || "uuid:none".into()).unwrap();
    incoming.files = vec![("门口.jpg".into(), photo)];
    Box::pin(forms.receive(&street.who("gwen").await, incoming)).await.unwrap();

    let (tina, hans, gwen) = (street.who("tina").await, street.who("hans").await, street.who("gwen").await);
    let (form, readable) = Box::pin(forms.own_form(&tina, "keys")).await.unwrap();
    let codes: Vec<&str> = readable.purposes.iter().map(|p| p.code.as_str()).collect();
    assert_eq!((readable.reveals, codes), (true, vec!["service", "verification", "emergency"]));
    let page = Box::pin(forms.submissions(&tina, "keys", "", 10)).await.unwrap();
    assert!(forms.readable(&tina, &form, &page.items[0]));
    // another department, and whoever filled it
    for other in [&hans, &gwen] {
        assert!(!Box::pin(forms.own_form(other, "keys")).await.unwrap().1.reveals);
        assert!(!forms.readable(other, &form, &page.items[0]));
        let read = forms.answers(other, ("keys", "uuid:a1"), why("service"));
        assert_eq!(refused(Box::pin(read).await), "form.not_found");
    }
    for wrong in ["", "gossip"] {
        let read = forms.answers(&tina, ("keys", "uuid:a1"), why(wrong));
        assert_eq!(refused(Box::pin(read).await), "field.invalid");
    }
    let long = Reading { purpose: "service".into(), words: Some("长".repeat(501)) };
    assert_eq!(refused(Box::pin(forms.answers(&tina, ("keys", "uuid:a1"), &long)).await), "field.invalid");
    let none = Box::pin(forms.answers(&tina, ("keys", "uuid:a9"), why("service"))).await;
    assert_eq!(refused(none), "submission.not_found");
    let reveals = "SELECT count(*) AS n FROM fact WHERE county = 'K1' AND action = 'reveal'";
    assert_eq!(street.number(reveals).await, 0);

    let because = Reading { purpose: "service".into(), words: Some("换锁".into()) };
    let answers = Box::pin(forms.answers(&tina, ("keys", "uuid:a1"), &because)).await.unwrap();
    let lines = shown(&answers);
    let lines: Vec<(&str, &str)> = lines.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("where", "地点: 石桥头"),
            ("keys[1]", "钥匙"),
            ("keys[1]/holder", "保管人: 王小明"),
            ("keys[1]/kinds", "种类: 窗、门"),
            ("keys[2]", "钥匙"),
            ("keys[2]/holder", "保管人: 李样"),
            ("keys[2]/kinds", "种类"),
            ("front", "照片: 门口.jpg"),
        ]
    );
    let photo = answers.lines.last().unwrap();
    assert_eq!((photo.kind, photo.file.as_ref().map(|f| f.size)), (LineKind::File, Some(15)));
    let read = forms.answer_file(&tina, ("keys", "uuid:a1"), "门口.jpg", why("service"));
    let mut bytes = vec![];
    Box::pin(read).await.unwrap().file.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes, b"photo of a door");
    let none = forms.answer_file(&tina, ("keys", "uuid:a1"), "else.jpg", why("service"));
    assert_eq!(refused(Box::pin(none).await), "submission.not_found");
    // each on the record; the record says what for and holds no answer
    assert_eq!(street.number(reveals).await, 2);
    let said =
        "SELECT count(*) AS n FROM protected WHERE purpose = 'reveal.purpose' AND value LIKE '%：换锁'";
    assert_eq!(street.number(said).await, 1);
    let named = "SELECT count(*) AS n FROM fact WHERE data LIKE '%王小明%' OR data LIKE '%换锁%'";
    assert_eq!(street.number(named).await, 0);
    assert!(street.verify().await.holds());
});

both!(so_many_within_an_hour, |test| async move {
    let street = Street::new(test).await;
    Box::pin(street.forms.publish(&street.story.test.system(), own())).await.unwrap();
    let incoming = Incoming::read(Bytes::from_static(SENT.as_bytes()), || "uuid:none".into()).unwrap();
    Box::pin(street.forms.receive(&street.who("gwen").await, incoming)).await.unwrap();
    let tina = street.who("tina").await;
    let read = async |who| {
        Box::pin(street.forms.answers(who, ("keys", "uuid:a1"), why("verification")))
            .await
            .map(|a| a.lines.len())
    };
    for n in 0..register::Settings::default().reveals_per_hour {
        assert_eq!(read(&tina).await.unwrap(), 8, "{n}");
    }
    assert_eq!(refused(read(&tina).await), "register.too_many_reveals");
    let file = street.forms.answer_file(&tina, ("keys", "uuid:a1"), "门口.jpg", why("service"));
    assert_eq!(refused(Box::pin(file).await), "submission.not_found", "it did not come");
    street.story.test.env.advance(Timestamp::HOUR);
    assert_eq!(read(&street.who("tina").await).await.unwrap(), 8);
});

both!(without_packs_that_offer_purposes_words_say_what_for, |test| async move {
    let town = Town::new(test).await;
    let new =
        Publishing { xform: xform("rent", "1", "姓名"), form_id: "rent".into(), media: vec![], ..own() };
    Box::pin(town.forms.publish(&town.story.test.system(), new)).await.unwrap();
    let xml = crate::town::filled("rent", "1", "uuid:w1", "王小明", "");
    town.send("gwen", &xml, vec![]).await.unwrap();
    let tina = town.who("tina").await;
    let read = town.forms.answers(&tina, ("rent", "uuid:w1"), why(""));
    assert_eq!(refused(Box::pin(read).await), "field.required");
    let because = Reading { purpose: String::new(), words: Some("核查".into()) };
    let answers = Box::pin(town.forms.answers(&tina, ("rent", "uuid:w1"), &because)).await.unwrap();
    assert_eq!(shown(&answers)[0].1, "姓名: 王小明");
    // what was voided is not handed out any more
    Box::pin(town.forms.void(&town.story.test.system(), "rent", "uuid:w1")).await.unwrap();
    let read = town.forms.answers(&tina, ("rent", "uuid:w1"), &because);
    assert_eq!(refused(Box::pin(read).await), "submission.not_found");
});

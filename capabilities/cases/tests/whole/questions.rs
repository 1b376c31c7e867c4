//! What a category asks: checked, kept where it can be erased, shown; on both databases.
use crate::common::{Story, lamp};
use cases::model::stream;
use cases::service::Report;
use kernel::{Failure, Lang};

testkit::both!(what_a_category_asks_is_checked_kept_and_shown, |test| async move {
    let story = Story::new(test).await;
    let asked = |pairs: &[(&str, &str)]| {
        let mut report = lamp("灯不亮");
        report.attributes = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        report
    };
    for (code, answer) in [("fault", "purple"), ("dark_lamps", "many"), ("waste", "bulky"), ("nonsense", "x")]
    {
        let refused = story.cases.report(&story.nobody(), &asked(&[(code, answer)]), None).await;
        let Err(Failure::Refused(refusal)) = refused else { panic!("{code}: {refused:?}") };
        assert_eq!(refusal.field, Some(format!("/attributes/{code}")));
    }
    let good = asked(&[("fault", "flickers"), ("dark_lamps", "3"), ("pole_number", " A-7 ")]);
    let done = story.cases.report(&story.nobody(), &good, None).await.unwrap();
    let view = story.view("dora", &done.case.number).await;
    let shown: Vec<_> = view.answers.iter().map(|a| (a.code.as_str(), a.answer.get(Lang::Zh))).collect();
    assert_eq!(shown, [("pole_number", "A-7"), ("fault", "闪烁"), ("dark_lamps", "3")]);
    // what people answered is free text: it stands in protect, not in the fact
    let mut tx = story.test.db.read().await.unwrap();
    let facts = ledger::facts_of_stream(&mut tx, &done.case.county, &stream(&done.case.id)).await.unwrap();
    assert!(!format!("{facts:?}").contains("flickers"));
    // without a category nothing is asked
    let loose = Report { category: None, ..good };
    assert!(story.cases.report(&story.nobody(), &loose, None).await.is_err());
});

//! A unit reads what came back with its own forms: with a purpose, on the record, and nobody else's.

use crate::town::{Town, corrected, filled, xform};
use kernel::Failure;
use testkit::both;

fn code<T>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Refused(refusal)) => refusal.code,
        Err(other) => panic!("{other:?}"),
        Ok(_) => "done".into(),
    }
}

async fn reveals(town: &Town) -> Vec<serde_json::Value> {
    let sql = "SELECT data FROM fact WHERE action = 'reveal' ORDER BY at, stream";
    let sql = db::Sql::composed("test", sql.into());
    let rows = town.story.test.db.read().await.unwrap().fetch_all(&sql, vec![]).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.get::<String>("data").unwrap()).unwrap()).collect()
}

both!(answers_are_read_by_the_unit_whose_form_it_is, |db| async move {
    let town = Town::new(db).await;
    town.publish("rent", "1", "C/K1").await;
    let xml = filled("rent", "1", "uuid:p1", "王小明", "门口.jpg");
    let photo = town.file(b"photo of a door").await;
    town.send("gwen", &xml, vec![("门口.jpg".into(), photo)]).await.unwrap();
    let tina = town.who("tina").await;

    let page = Box::pin(town.forms.pullable(&tina, "rent", "", 10)).await.unwrap();
    assert_eq!(page.items.iter().map(|row| row.instance.as_str()).collect::<Vec<_>>(), ["uuid:p1"]);
    assert_eq!(Box::pin(town.forms.pullable(&tina, "rent", &page.items[0].id, 10)).await.unwrap().items, []);
    // another department, and whoever fills
    for other in ["hans", "gwen"] {
        let who = town.who(other).await;
        assert_eq!(code(Box::pin(town.forms.pullable(&who, "rent", "", 10)).await), "form.not_found");
        assert_eq!(code(Box::pin(town.forms.pull(&who, "rent", "uuid:p1", "核查")).await), "form.not_found");
    }
    assert_eq!(code(Box::pin(town.forms.pull(&tina, "rent", "uuid:p1", " ")).await), "submission.purpose");
    assert_eq!(
        code(Box::pin(town.forms.pull(&tina, "rent", "uuid:p9", "核查")).await),
        "submission.not_found"
    );
    assert_eq!(reveals(&town).await.len(), 0);

    let pulled = Box::pin(town.forms.pull(&tina, "rent", "uuid:p1", "核查")).await.unwrap();
    assert_eq!(pulled.xml, xml);
    assert_eq!(pulled.files[0].0, "门口.jpg");
    let file = town.forms.pull_file(&tina, ("rent", "uuid:p1"), "门口.jpg", "核查");
    assert_eq!(Box::pin(file).await.unwrap().size, 15);
    let none = town.forms.pull_file(&tina, ("rent", "uuid:p1"), "else.jpg", "核查");
    assert_eq!(code(Box::pin(none).await), "submission.not_found");
    let said = reveals(&town).await;
    assert_eq!(said.len(), 2, "each reading is on the record: {said:?}");
    assert!(
        said.iter()
            .all(|data| data["about"] == "form/submission/uuid:p1" && data["purpose"]["ref"].is_string())
    );

    // what was corrected or voided is not handed out any more
    let other = corrected(&filled("rent", "1", "uuid:p2", "王大明", ""), "uuid:p1");
    town.send("gwen", &other, vec![]).await.unwrap();
    let page = Box::pin(town.forms.pullable(&tina, "rent", "", 10)).await.unwrap();
    assert_eq!(page.items.iter().map(|row| row.instance.as_str()).collect::<Vec<_>>(), ["uuid:p2"]);
    Box::pin(town.forms.void(&town.story.test.system(), "rent", "uuid:p2")).await.unwrap();
    assert_eq!(
        code(Box::pin(town.forms.pull(&tina, "rent", "uuid:p2", "核查")).await),
        "submission.not_found"
    );
    assert!(town.story.verify().await.holds());
});

both!(an_xform_is_published_as_it_is, |db| async move {
    let town = Town::new(db).await;
    let (tina, hans, gwen) = (town.who("tina").await, town.who("hans").await, town.who("gwen").await);
    let new = || xform("doors", "1", "门牌");
    let done = Box::pin(town.forms.publish_xform(&tina, new(), vec![])).await.unwrap();
    assert_eq!((done.form_id.as_str(), done.new), ("doors", true));
    assert!(!Box::pin(town.forms.publish_xform(&tina, new(), vec![])).await.unwrap().new);
    assert_eq!(code(Box::pin(town.forms.publish_xform(&hans, new(), vec![])).await), "form.id_taken");
    assert_eq!(code(Box::pin(town.forms.publish_xform(&gwen, new(), vec![])).await), "action.forbidden");
    assert_eq!(
        code(Box::pin(town.forms.publish_xform(&tina, "<a/>".into(), vec![])).await),
        "form.malformed"
    );
    let mine = Box::pin(town.forms.listed(&gwen, None)).await.unwrap();
    assert_eq!(mine.iter().map(|form| form.id.as_str()).collect::<Vec<_>>(), ["doors"]);
});

//! The record for whoever reviews: what was done, the latest first, page by page; on both databases.
use crate::common::{PASSWORD, city, client, node};
use serde_json::Value;
use testkit::both;

async fn get(client: &web::testing::Client, query: &str) -> Value {
    client.get(&format!("/api/v1/audit{query}")).await.json()
}

fn texts(page: &Value, key: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
    items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

both!(the_reviewer_reads_the_record_and_nobody_else_does, |test| async move {
    let identity = node(&test);
    let people = city(&identity, &test.system()).await.people;
    let sun = test.ctx(identity.actor(&test.system(), &people["sun"]).await.unwrap());
    identity.give_post(&sun, crate::common::post("dispatcher", &people["li"], "u0", "c1")).await.unwrap();
    ledger::sequencer::drain(&test.db, &(test.env.clone() as std::sync::Arc<dyn kernel::Env>)).await.unwrap();

    let zhou = client(&test, &identity).login("zhou", PASSWORD).await;
    let all = get(&zhou, "?limit=200").await;
    assert_eq!(all["next"], Value::Null);
    assert_eq!(all["looked"].as_u64().unwrap() as usize, texts(&all, "hash").len());
    assert_eq!(texts(&all, "action")[0], "post.set", "the latest first");
    assert_eq!(texts(&all, "name")[0], "孙八", "a person is named");
    assert!(!all.to_string().contains("13812345678"), "facts hold no personal value");
    assert_eq!(all["homes"][0]["code"], "global");

    // page by page it is the same record
    let (mut paged, mut after) = (vec![], String::new());
    loop {
        let page = get(&zhou, &format!("?limit=3{after}")).await;
        paged.extend(texts(&page, "hash"));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged, texts(&all, "hash"));

    // a word of the filter stands for what begins with it, up to its mark
    let posts = get(&zhou, "?action=post").await;
    assert!(texts(&posts, "action").iter().all(|a| a == "post.set") && !texts(&posts, "action").is_empty());
    assert!(texts(&get(&zhou, "?action=pos").await, "action").is_empty());
    let units = get(&zhou, "?stream=unit/u1").await;
    assert_eq!(texts(&units, "stream"), ["unit/u1"]);
    let by = get(&zhou, &format!("?actor=person/{}", people["sun"])).await;
    assert_eq!(texts(&by, "action"), ["post.set"]);

    assert_eq!(zhou.get("/api/v1/audit?county=c9").await.code(), "field.invalid");
    assert_eq!(zhou.get("/api/v1/audit?after=x").await.code(), "field.invalid");
    let qian = client(&test, &identity).login("qian", PASSWORD).await;
    assert_eq!(qian.get("/api/v1/audit").await.code(), "action.forbidden");
});

//! Standard addresses: a list comes in, words find them, what changes is followed, and a report told in words alone is placed.

use super::City;
use cases::import::read::Table;
use cases::service::{PlaceInput, Report};
use kernel::{Ctx, Env};
use register::readers::Addresses;
use register::service::address::{BrowseQuery, LocateBatch, LocateQuery, Located, Outcome};
use register::service::{Correcting, Request};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

const LIST: &str = "no,road,number,estate,building,unit,room,aliases,lon,lat\n\
    1,人民路,12号,翠竹苑,-,-,-,老机床厂宿舍,119.005,25.01\n\
    2,人民路,12号,翠竹苑,3幢,-,-,,119.0051,25.01\n\
    3,人民路,12号,翠竹苑,3幢,2单元,501室,,119.0051,25.01\n\
    4,人民路,18号,-,-,-,-,,119.015,25.01\n\
    5,-,-,银杏苑,1幢,-,-,,119.0152,25.01\n\
    6,-,-,银杏苑,2幢,-,-,,119.0052,25.01\n\
    7,-,-,,2幢,-,-,,119.0052,25.01\n";

impl City {
    async fn addresses(&self) {
        let fields = ["road", "number", "estate", "building", "unit", "room", "aliases", "lon", "lat"];
        let fields: BTreeMap<&str, &str> = fields.iter().map(|f| (*f, *f)).collect();
        let mapping = json!({ "key": "no", "lon": "lon", "lat": "lat", "fields": fields });
        let open = |d: char, s: Option<&str>| Table::of_bytes("a.csv", LIST.as_bytes().to_vec(), d, s);
        let request = Request {
            kind: "address",
            source: "police",
            mapping: Some(mapping),
            dry_run: false,
            rejects: None,
            progress: &|_| {},
        };
        let report = Box::pin(self.register.import(&self.who("adam").await, &open, request)).await.unwrap();
        // a level that is empty is missing: one that is not there is written `-`
        assert_eq!((report.added, report.rejected), (6, 1), "{:?}", report.reasons);
        self.read().await;
        assert!(self.register.refresh_addresses().await.unwrap());
        assert!(!self.register.refresh_addresses().await.unwrap(), "nothing has changed");
    }

    async fn read(&self) {
        let env: Arc<dyn Env> = self.story.test.env.clone();
        let reader: Arc<dyn ledger::follow::Reader> = Arc::new(Addresses(self.register.clone()));
        Box::pin(ledger::follow::catch_up(&self.story.test.db, &env, &reader)).await.unwrap();
    }

    fn say(&self, ctx: &Ctx, text: &str) -> Located {
        self.register.locate_address(ctx, &LocateQuery { text: text.into(), near: None }).unwrap()
    }
}

testkit::both!(words_find_an_address, |test| async move {
    let city = City::new(test).await;
    city.addresses().await;
    let (rita, nobody) = (city.who("rita").await, city.story.nobody());
    let found = city.say(&rita, "翠竹苑三栋二单元五零一漏水");
    assert_eq!(found.outcome, Outcome::Placed);
    let address = found.address.unwrap();
    assert_eq!(address.text, "C区K1区T1区V1区人民路12号翠竹苑3幢2单元501室");
    assert_eq!((address.grid.unwrap().code.as_str(), address.level.as_str()), ("G1", "room"));
    assert_eq!((address.parts.road.as_deref(), address.parts.place), (Some("人民路"), None));
    assert!(address.record.unwrap().starts_with("K1-"));
    // whoever is not signed in sees buildings, and does not learn which flats there are
    for words in ["翠竹苑3幢2单元501", "翠竹苑3幢2单元999"] {
        let address = city.say(&nobody, words).address.unwrap();
        assert_eq!(
            (address.level.as_str(), address.missing, address.record),
            ("building", None, None),
            "{words}"
        );
    }
    assert_eq!(city.say(&rita, "老机床厂宿舍").address.unwrap().name, "翠竹苑");
    let missing = city.say(&rita, "翠竹苑99幢").address.unwrap();
    assert_eq!(missing.missing.map(|m| (m.level, m.said)), Some(("building".into(), "99".into())));
    // a compound that stands in two grids and has no record of its own
    assert_eq!(city.say(&rita, "银杏苑的电梯坏了").outcome, Outcome::Coarse);
    assert_eq!(city.say(&rita, "银杏苑1幢").address.unwrap().grid.unwrap().code, "G2");
    assert_eq!(city.say(&rita, "南京市鼓楼区人民路18号").outcome, Outcome::Elsewhere);
    let unknown = city.say(&rita, "人民路17号");
    assert_eq!(
        (unknown.outcome, unknown.candidates[0].parts.number.as_deref()),
        (Outcome::Unknown, Some("18号"))
    );
    let batch = |n: usize| LocateBatch { texts: vec!["银杏苑2幢".into(); n], near: None };
    assert_eq!(city.register.locate_addresses(&nobody, &batch(1)).unwrap().len(), 1);
    assert!(city.register.locate_addresses(&nobody, &batch(2)).is_err());
    assert_eq!(city.register.locate_addresses(&rita, &batch(500)).unwrap()[499].outcome, Outcome::Placed);
    assert!(city.register.locate_addresses(&rita, &batch(501)).is_err());
});

testkit::both!(addresses_are_listed_level_by_level, |test| async move {
    let city = City::new(test).await;
    city.addresses().await;
    let rita = city.who("rita").await;
    let list = |under: &str| {
        let query = BrowseQuery { under: Some(under.into()), ..BrowseQuery::default() };
        city.register.browse_addresses(&rita, &query).unwrap()
    };
    assert_eq!(list("K1").areas[0].places, 3);
    let village = list("V1");
    assert_eq!(
        village.items.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(),
        ["人民路", "翠竹苑", "银杏苑"]
    );
    let estate = list(&village.items[1].id);
    assert_eq!(estate.address.as_ref().unwrap().aliases, ["老机床厂宿舍"]);
    let unit = list(&list(&estate.items[0].id).items[0].id);
    assert_eq!(unit.items[0].text, "C区K1区T1区V1区人民路12号翠竹苑3幢2单元501室");
    assert!(city.register.browse_addresses(&city.story.nobody(), &BrowseQuery::default()).is_err());
});

testkit::both!(a_corrected_address_is_known_by_its_new_name, |test| async move {
    let city = City::new(test).await;
    city.addresses().await;
    let rita = city.who("rita").await;
    let record = city.say(&rita, "银杏苑1幢").address.unwrap().record.unwrap();
    let values = BTreeMap::from([("aliases".to_owned(), "红楼".to_owned())]);
    let change = Correcting { version: 1, values, reason: Some("居民这样叫".into()) };
    Box::pin(city.register.correct(&city.who("tina").await, &record, &change, None)).await.unwrap();
    city.read().await;
    assert!(city.register.refresh_addresses().await.unwrap());
    assert_eq!(city.say(&rita, "红楼门口").address.unwrap().text, "C区K1区T1区V1区银杏苑1幢");
    let verified = city.verify().await;
    assert!(verified.breaks.is_empty(), "{:?}", verified.breaks);
});

testkit::both!(a_report_in_words_alone_is_placed_or_says_why_not, |test| async move {
    let city = City::new(test).await;
    city.addresses().await;
    let geocoder: Arc<dyn grid::Geocoder> = Arc::new(city.register.clone());
    city.story.grid.tell_addresses(&geocoder);
    let report = |words: &str, area: Option<&str>| {
        let place =
            PlaceInput { address: Some(words.into()), area: area.map(Into::into), ..PlaceInput::default() };
        Report { place, ..crate::common::lamp("路灯不亮") }
    };
    let nobody = city.story.nobody();
    let take = async |words: &str, area: Option<&str>| {
        let done = city.story.cases.report(&nobody, &report(words, area), None).await.unwrap();
        (city.story.view("rita", &done.case.number).await, done.case)
    };
    let (view, case) = take("在翠竹苑3幢楼下垃圾桶旁边", None).await;
    assert_eq!((case.spot.grid.as_deref(), case.county.as_str()), (Some("G1"), "K1"));
    assert_eq!(view.lon, Some(119.0051));
    let words = view.place.by_words.unwrap();
    assert_eq!((words.outcome.as_str(), words.level.as_str()), ("placed", "building"));
    assert_eq!(words.address.as_deref(), Some("C区K1区T1区V1区人民路12号翠竹苑3幢"));
    // neither the words nor the address stand in the fact
    let mut tx = city.story.test.db.read().await.unwrap();
    let facts = ledger::facts_of_stream(&mut tx, "K1", &cases::model::stream(&case.id)).await.unwrap();
    assert!(facts.iter().all(|f| !f.data.contains("翠竹苑")));
    drop(tx);
    for (words, area, outcome) in [
        ("银杏花园8幢", None, "unknown"),
        ("银杏苑", None, "coarse"),
        ("南京市鼓楼区人民路18号", None, "elsewhere"),
        // what somebody said of the area stands
        ("人民路18号", Some("G1"), "ambiguous"),
    ] {
        let (view, case) = take(words, area).await;
        assert_eq!(view.place.by_words.unwrap().outcome, outcome, "{words}");
        assert_eq!((case.spot.lon, case.spot.grid.as_deref()), (None, area), "{words}");
    }
    let verified = city.story.verify().await;
    assert!(verified.breaks.is_empty(), "{:?}", verified.breaks);
});

//! Forms are published once and for good; what comes back is taken once, however often it is sent.

use crate::town::{Town, corrected, filled};
use forms::model::published::MediaFile;
use kernel::Failure;
use testkit::both;

both!(a_version_is_published_once_and_for_good, |db| async move {
    let town = Town::new(db).await;
    let first = town.publish("rent", "1", "C/K1").await;
    assert!(first.new);
    let again = town.publish("rent", "1", "C/K1").await;
    assert_eq!((again.new, &again.md5), (false, &first.md5));
    let system = town.story.test.system();
    let other = town.publishing("rent", "1", "别的问题", "C/K1");
    let refused = Box::pin(town.forms.publish(&system, other)).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "form.version_taken");
    // lists of places change under the same version
    let mut with_list = town.publishing("rent", "1", "姓名", "C/K1");
    with_list.media =
        vec![MediaFile {
            name: "地点.csv".into(), bytes: b"name,label\n".to_vec(), mime: "text/csv".into()
        }];
    Box::pin(town.forms.publish(&system, with_list.clone())).await.unwrap();
    Box::pin(town.forms.publish(&system, with_list.clone())).await.unwrap();
    with_list.xform = with_list.xform.replace("version=\"1\"", "version=\"9\"");
    let wrong = Box::pin(town.forms.publish(&system, with_list)).await.unwrap_err();
    assert_eq!(wrong.refusal().unwrap().code, "form.malformed");
    let facts = town.facts("global", "form/published/rent").await;
    assert_eq!(facts.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["form.published", "form.media"]);
    town.publish("rent", "2", "C/K1").await;
    assert_eq!(town.forms.form("rent").await.unwrap().unwrap().latest.as_deref(), Some("2"));
    assert!(town.story.verify().await.holds());
});

both!(the_same_again_is_the_same, |db| async move {
    let town = Town::new(db).await;
    town.publish("rent", "1", "C/K1").await;
    let xml = filled("rent", "1", "uuid:1", "王小明", "门口.jpg");
    let first = town.send("gwen", &xml, vec![]).await.unwrap();
    assert_eq!((first.again, first.county.as_str()), (false, "K1"));
    assert_eq!(first.missing, ["门口.jpg"]);
    // the rest of a split upload: the submission again, with its file and one that nobody asked for
    let files = vec![
        ("门口.jpg".into(), town.file(b"\xff\xd8 no photo").await),
        ("other.txt".into(), town.file(b"x").await),
    ];
    let second = town.send("gwen", &xml, files).await.unwrap();
    assert_eq!((second.again, second.missing.len()), (true, 0));
    // and once more, all of it
    let files = vec![("门口.jpg".into(), town.file(b"\xff\xd8 no photo").await)];
    assert!(town.send("gwen", &xml, files).await.unwrap().again);
    let facts = town.facts("K1", "form/submission/uuid:1").await;
    assert_eq!(facts.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["form.submitted", "form.attached"]);
    let said = facts[0].1.to_string();
    assert!(!said.contains("王小明") && !said.contains("门口"), "{said}");
    let mut tx = town.story.test.db.read().await.unwrap();
    assert_eq!(town.forms.submission_xml(&mut tx, "K1", "uuid:1").await.unwrap(), xml.as_bytes());
    let files = town.forms.submission_files(&mut tx, "K1", "uuid:1").await.unwrap();
    assert_eq!(files.len(), 1);
    let blob = blobs::get(&mut tx, files[0].1.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(
        (blob.mime.as_str(), blob.owner.as_deref()),
        ("application/octet-stream", Some("form/submission/uuid:1"))
    );
    drop(tx);
    assert_eq!(town.refused("gwen", &xml.replace("王小明", "王大明")).await, "submission.differs");
    assert!(town.story.verify().await.holds());
});

both!(only_what_was_published_is_taken, |db| async move {
    let town = Town::new(db).await;
    town.publish("rent", "1", "C/K1").await;
    town.publish("rent", "2", "C/K1").await;
    town.publish("east", "1", "C/K2").await;
    town.send("gwen", &filled("rent", "1", "uuid:1", "a", ""), vec![]).await.unwrap();
    assert_eq!(town.refused("gwen", &filled("rent", "3", "uuid:2", "a", "")).await, "form.version_unknown");
    assert_eq!(town.refused("gwen", &filled("nothing", "1", "uuid:2", "a", "")).await, "form.not_found");
    assert_eq!(town.refused("gwen", &filled("east", "1", "uuid:2", "a", "")).await, "action.forbidden");
    assert_eq!(town.refused("hans", &filled("rent", "1", "uuid:2", "a", "")).await, "action.forbidden");
    assert_eq!(town.refused("gwen", "<data id='rent'").await, "submission.malformed");
});

both!(editions_follow_each_other, |db| async move {
    let town = Town::new(db).await;
    town.publish("rent", "1", "C/K1").await;
    let xml = filled("rent", "1", "uuid:1", "a", "1.jpg");
    let photo = vec![("1.jpg".into(), town.file(b"photo").await)];
    town.send("gwen", &xml, photo).await.unwrap();
    let edit = corrected(&filled("rent", "1", "uuid:2", "b", "1.jpg"), "uuid:1");
    let done = town.send("gwen", &edit, vec![]).await.unwrap();
    assert_eq!(done.missing.len(), 0, "the photo is carried over");
    assert!(town.send("gwen", &edit, vec![]).await.unwrap().again);
    let late = corrected(&filled("rent", "1", "uuid:3", "c", ""), "uuid:1");
    assert_eq!(town.refused("gwen", &late).await, "submission.not_current");
    assert_eq!(town.refused("gwen", &late.replace(">uuid:1<", ">uuid:9<")).await, "submission.not_found");
    let mut tx = town.story.test.db.read().await.unwrap();
    let row = town.forms.submission(&mut tx, "K1", "uuid:2").await.unwrap();
    assert_eq!((row.root.as_str(), row.replaces.as_deref()), ("uuid:1", Some("uuid:1")));
});

both!(many_at_once_are_one, |db| async move {
    let town = std::sync::Arc::new(Town::new(db).await);
    town.publish("rent", "1", "C/K1").await;
    let xml = filled("rent", "1", "uuid:1", "a", "");
    let sends = (0..8).map(|_| {
        let (town, xml) = (town.clone(), xml.clone());
        tokio::spawn(async move { town.send("gwen", &xml, vec![]).await })
    });
    let mut new = 0;
    for send in sends.collect::<Vec<_>>() {
        match send.await.unwrap() {
            Ok(done) => new += usize::from(!done.again),
            Err(Failure::Unavailable(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(new, 1);
    assert_eq!(town.facts("K1", "form/submission/uuid:1").await.len(), 1);
});

//! The size of a real city: 600 units, 3,500 people, 4,000 posts; on both databases.
use crate::common::{node, unit};
use identity::{NewPerson, Seed, SeedPost, import::Map};
use std::fmt::Write;
use testkit::both;

both!(a_city_is_seeded_at_once, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let hash = identity.hash_password(&system, crate::common::PASSWORD).await.unwrap();
    let seed = Seed {
        units: (0..600).map(|n| unit(&format!("u{n}"), "t1", &["sanitation", "lighting"])).collect(),
        people: (0..3_500)
            .map(|n| NewPerson {
                login: Some(format!("p{n}")),
                name: "张三".into(),
                phone: Some(format!("138{n:08}")),
                password: None,
                password_hash: Some(hash.clone()),
            })
            .collect(),
        posts: (0..4_000)
            .map(|n| SeedPost {
                kind: "grid_worker".into(),
                person: format!("p{}", n % 3_500),
                deputy: Some(format!("p{}", (n + 1) % 3_500)),
                unit: format!("u{}", n % 600),
                area: Some("g1".into()),
            })
            .collect(),
    };
    let seeded = identity.seed(&system, seed.clone()).await.unwrap();
    assert_eq!((seeded.people.len(), seeded.posts.len()), (3_500, 4_000));
    assert_eq!(identity.team_of("c1/t1/g1", system.now).await.unwrap().len(), 4_000);
    let ids: Vec<&str> = seeded.people.values().take(500).map(|id| id.as_str()).collect();
    assert_eq!(identity.names(&ids).await.unwrap().len(), 500);
    assert!(identity.seed(&system, seed).await.is_err(), "what is there already is not new");
});

both!(a_roster_of_thousands_is_imported, |test| async move {
    let identity = node(&test);
    let system = test.system();
    let units = "code,name,area\nu0,单位,c1\n";
    identity.import_units(&system, units.as_bytes(), &Map::default(), false).await.unwrap();
    let mut staff = String::from("login,name,phone,post,unit,area\n");
    for n in 0..2_000 {
        writeln!(staff, "p{n},张三,138{n:08},grid_worker,u0,g{}", n % 2 + 1).unwrap();
    }
    let report = identity.import_staff(&system, staff.as_bytes(), &Map::default(), false).await.unwrap();
    assert_eq!((report.added, report.imported), (4_000, true), "{:?}", report.problems.first());
    let again = identity.import_staff(&system, staff.as_bytes(), &Map::default(), false).await.unwrap();
    assert_eq!(again.unchanged, 4_000);
});

use super::*;
use crate::import::read;

fn drafts(kind: ImportKind, map: &str, file: &str, known: &[(&str, usize)]) -> Drafts {
    let map = if map.is_empty() {
        ImportMap::standard(kind).unwrap()
    } else {
        ImportMap::parse(map, kind).unwrap()
    };
    let known = known.iter().map(|(c, d)| ((*c).to_owned(), *d)).collect();
    let records = read(file.as_bytes(), &map.reading()).unwrap();
    draft(kind, &map, &map.profile().unwrap(), &records, &known)
}

fn found(d: &Drafts) -> Vec<(ProblemKind, Option<u64>)> {
    d.problems.iter().map(|p| (p.kind, p.record)).collect()
}

#[test]
fn the_public_list_becomes_a_tree() {
    let csv = "area,level,code,name,parent_code\nx,county,350302,甲区,3503\n\
               x,township,350302001,乙街道,350302\nx,village,350302001002,丙社区,350302001\n";
    let d = drafts(ImportKind::Divisions, "", csv, &[]);
    assert_eq!(found(&d), []);
    let tree: Vec<_> = d.areas.iter().map(|a| (a.code.as_str(), a.parent.as_deref(), a.made_up)).collect();
    assert_eq!(
        tree,
        [
            ("350302", Some("3503"), false),
            ("350302001", Some("350302"), false),
            ("350302001002", Some("350302001"), false),
            ("3503", Some("35"), true),
            ("35", None, true),
        ]
    );
}

#[test]
fn every_faulty_record_is_named() {
    let csv = "level,code,name,parent_code,kind,valid_from,valid_to\n\
               county,350302,甲,,,,\n\
               county,350302,甲,,,,\n\
               county,35030,乙,,,,\n\
               ,,丙,,,,\n\
               planet,350305,丁,,,,\n\
               town,350302001,,,,,\n\
               town,350302002,戊,350303,,,\n\
               town,350302003,己,350302001002,,,\n\
               town,350302004,庚,350302,odd,,\n\
               town,350302005,辛,350302,,2026-05-01,2026-01-01\n\
               town,350302006,壬,350302,,whenever,\n\
               grid,350302001002001,癸,,,,\n";
    let d = drafts(ImportKind::Divisions, "", csv, &[("350302001002", 4)]);
    use ProblemKind::*;
    assert_eq!(
        found(&d),
        [
            (CodeDuplicate, Some(2)),
            (CodeMalformed, Some(3)),
            (CodeMissing, Some(4)),
            (LevelUnknown, Some(5)),
            (NameMissing, Some(6)),
            (KindUnknown, Some(9)),
            (Validity, Some(10)),
            (Validity, Some(11)),
            (LevelOrder, Some(12)),
            (ParentMismatch, Some(7)),
            (LevelOrder, Some(8)),
        ]
    );
}

#[test]
fn a_missing_parent_is_an_error_unless_it_may_be_made() {
    let map = "code: code\nname: name\nlevel: {value: town}\n";
    let csv = "code,name\n350302001,乙\n";
    let d = drafts(ImportKind::Divisions, map, csv, &[]);
    assert_eq!(found(&d), [(ProblemKind::ParentMissing, Some(1))]);
    assert_eq!(d.problems[0].other.as_deref(), Some("350302"));
    let d = drafts(ImportKind::Divisions, map, csv, &[("3503", 1)]);
    assert_eq!(found(&d), [], "a level may be left out");
    assert_eq!(d.areas[0].parent.as_deref(), Some("3503"));
}

#[test]
fn a_tree_may_begin_at_any_level() {
    let rows = "level,code,name\ncity,3503,甲\ncounty,350302,乙\n";
    let fields = "code: code\nname: name\nlevel: level\nmake_parents: true\n";
    let paths = |map: &str, csv: &str| -> Vec<(String, Option<String>)> {
        let d = drafts(ImportKind::Divisions, &format!("{fields}{map}"), csv, &[]);
        assert_eq!(found(&d), []);
        d.areas.into_iter().map(|a| (a.code, a.parent)).collect()
    };
    let at = |c: &str, p: Option<&str>| (c.to_owned(), p.map(str::to_owned));
    let tree = [at("3503", None), at("350302", Some("3503"))];
    assert_eq!(paths("root: '3503'\n", rows), tree);
    let fixed = "areas: [{code: '3503', name: {zh: 甲}}]\n";
    assert_eq!(paths(fixed, "level,code,name\ncounty,350302,乙\n"), tree);
}

#[test]
fn grids_stand_under_the_village_of_their_code() {
    let csv = "code,name,kind,aliases,valid_from\n350302001002001,一格,,A-1;A-2,2026-01-01\n\
               350302001002002,学校,exclusive,,\n";
    let d = drafts(ImportKind::Grids, "", csv, &[("350302001002", 4)]);
    assert!(d.problems.iter().all(|p| p.kind == ProblemKind::NoGeometry));
    assert_eq!(d.areas[0].parent.as_deref(), Some("350302001002"));
    assert_eq!(d.areas[0].aliases, ["A-1", "A-2"]);
    assert_eq!(d.areas[0].valid_from.unwrap().to_string(), "2025-12-31T16:00:00Z");
    assert_eq!(d.areas[1].kind, AreaKind::Exclusive);
    let d = drafts(ImportKind::Grids, "", csv, &[]);
    assert!(d.problems.iter().any(|p| p.kind == ProblemKind::ParentMissing));
}

#[test]
fn shapes_are_judged_record_by_record() {
    let feature = |code: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"no":"{code}","t":"x"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let file = format!(
        r#"{{"type":"FeatureCollection","features":[{},{},{},{},{{"type":"Feature","properties":{{"no":"5","t":"x"}},"geometry":{{"type":"Point","coordinates":[1,2]}}}},{{"type":"Feature","properties":{{"no":"6","t":"x"}},"geometry":null}}]}}"#,
        feature("1", "[[0,0],[1,0],[1,1],[0,1],[0,0]]"),
        feature("2", "[[0,0],[1,0],[1,1],[0,1]]"),
        feature("3", "[[0,0],[1,1],[1,0],[0,1],[0,0]]"),
        feature("4", "[[0,0],[1,0],[999,1],[0,0]]"),
    );
    let map = "layer: {code: police, name: {zh: 警区}}\ncode: no\nname: t\n";
    let d = drafts(ImportKind::Layer, map, &file, &[]);
    use ProblemKind::*;
    assert_eq!(
        found(&d),
        [
            (RingOpen, Some(2)),
            (RingCrosses, Some(3)),
            (OffEarth, Some(4)),
            (GeometryMalformed, Some(5)),
            (NoGeometry, Some(6))
        ]
    );
    assert!((d.problems[0].metres.unwrap() - 110_574.0).abs() < 10.0);
    assert!((d.problems[0].area_m2.unwrap() / 1.2309e10 - 1.0).abs() < 1e-3, "what is wrong has its ground");
    assert_eq!(d.problems[1].at, Some([0.5, 0.5]));
}

#[test]
fn parts_of_one_area_may_stand_in_several_records() {
    let map = "layer: {code: p, name: {zh: p}}\ncode: id\nname: id\ngeometry: the_geom\ndelimiter: ';'\n";
    let csv = "id;the_geom\n1;POLYGON ((0 0, 1 0, 1 1, 0 0))\n1;MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5)))\n";
    let d = drafts(ImportKind::Layer, map, csv, &[]);
    assert_eq!(found(&d), [(ProblemKind::CodeDuplicate, Some(2))]);
    assert!(
        d.problems[0].at.is_some_and(|[lon, lat]| lon > 5.0 && lat > 5.0) && d.problems[0].area_m2.is_some()
    );
    let d = drafts(ImportKind::Layer, &format!("{map}join: true\n"), csv, &[]);
    assert_eq!(found(&d), []);
    assert_eq!((d.areas.len(), d.areas[0].shape.as_ref().unwrap().0.len()), (1, 2));
}

#[test]
fn only_leaves_records_out() {
    let map = "code: code\nname: name\nlevel: {value: province}\nonly: {area: [b]}\n";
    let d = drafts(ImportKind::Divisions, map, "area,code,name\na,11,甲\nb,12,乙\n", &[]);
    assert_eq!((d.records, d.skipped, d.areas.len()), (2, 1, 1));
}

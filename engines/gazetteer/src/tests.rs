//! A small town, and what people say of it.

use super::*;
use proptest::prelude::*;

fn areas() -> Areas {
    let area = |code: &str, name: &str, parent: Option<u32>, is_grid| Area {
        code: code.into(),
        name: name.into(),
        parent,
        is_grid,
    };
    Areas::new(vec![
        area("99", "望澜市", None, false),
        area("9901", "听潮区", Some(0), false),
        area("990101", "柳塘街道", Some(1), false),
        area("99010101", "文昌社区", Some(2), false),
        area("99010101-1", "文昌社区第一网格", Some(3), true),
        area("99010101-2", "文昌社区第二网格", Some(3), true),
        area("990102", "白浦镇", Some(1), false),
        area("99010201", "柳家湾村", Some(6), false),
        area("99010201-1", "柳家湾村第一网格", Some(7), true),
        area("99010202", "幸福社区", Some(6), false),
        area("99010202-1", "幸福社区第一网格", Some(9), true),
    ])
}

fn home(areas: &Areas) -> Home {
    let mut build = Builder::new(areas.clone().into(), "9901");
    let mut record = 0;
    let mut add = |row: Row<'_>| {
        record += 1;
        assert!(build.add(&Row { record, ..row }));
    };
    let first = Row { area: "99010101-1", point: Some((119.0, 25.0)), ..Row::default() };
    let flat =
        Row {
            road: "人民路", number: "12号", estate: "翠竹苑", building: "3幢", unit: "2单元", ..first
        };
    add(Row { unit: "-", aliases: "老机床厂宿舍、竹苑", building: "-", ..flat });
    for room in ["501室", "502室"] {
        add(Row { room, ..flat });
    }
    add(Row { building: "4幢", unit: "-", room: "101室", ..flat });
    add(Row { road: "人民路", number: "18号", ..first });
    add(Row { road: "人民路", number: "20号", area: "99010101-2", ..first });
    add(Row { name: "柳塘小学", road: "人民路", number: "30号", ..first });
    add(Row { estate: "星河湾小区", building: "A座", ..first });
    for (area, point) in [("99010101-2", (119.01, 25.0)), ("99010202-1", (119.2, 25.1))] {
        add(Row { area, point: Some(point), estate: "锦绣花园", building: "5幢", ..Row::default() });
    }
    add(Row {
        area: "99010201-1",
        point: Some((119.3, 25.2)),
        road: "3组",
        number: "12号",
        ..Row::default()
    });
    add(Row { area: "99010202-1", road: "人民路", number: "99号", ..Row::default() });
    build.build()
}

/// Outcome, and the first candidate in words.
fn said(words: &str, near: &str) -> (Outcome, String) {
    let areas = areas();
    let home = home(&areas);
    let near: Vec<u32> = areas.find(near).map(|a| areas.up(a).collect()).unwrap_or_default();
    let answer = ask(&areas, &[&home], words, &near[..near.len().saturating_sub(1)]);
    let first = answer.candidates.first().map(|c| match c.place {
        Place::Node { node, .. } => home.line(node).into_iter().map(|n| home.label(n)).collect::<String>(),
        Place::Area(area) => areas.get(area).name.clone(),
    });
    (answer.outcome, first.unwrap_or_default())
}

#[test]
fn the_ways_people_write_a_flat() {
    for words in [
        "望澜市听潮区柳塘街道文昌社区人民路12号翠竹苑3幢2单元501室",
        "翠竹苑3-2-501",
        "柳塘街道翠竹苑三栋二单元五零一",
        "翠竹苑小区３号楼２单元５０１漏水",
        "翠竹3幢2单元501",
        "翠祝苑3幢2单元501室",
        "3幢2单元501室，翠竹苑",
        "老机床厂宿舍3幢2单元501",
        "柳塘街道人民路12号3幢2单元501",
        "听潮区翠竹苑501室2单元3幢",
    ] {
        assert_eq!(said(words, ""), (Outcome::Placed, "翠竹苑3幢2单元501室".into()), "{words}");
    }
    assert_eq!(said("在翠竹苑3幢楼下垃圾桶旁边", ""), (Outcome::Placed, "翠竹苑3幢".into()));
    assert_eq!(said("翠竹苑4幢101", ""), (Outcome::Placed, "翠竹苑4幢101室".into()));
    assert_eq!(said("星河湾A座1203", ""), (Outcome::Placed, "星河湾小区A座".into()));
    assert_eq!(said("柳塘小学对面的早餐店", ""), (Outcome::Placed, "柳塘小学".into()));
    assert_eq!(said("柳家湾村三组12号", ""), (Outcome::Placed, "3组12号".into()));
    assert_eq!(said("白浦镇柳家湾3组12号", ""), (Outcome::Placed, "3组12号".into()));
    assert_eq!(said("文昌社区第二网格", ""), (Outcome::Placed, "文昌社区第二网格".into()));
    assert_eq!(said("柳塘街道人民路十八号门口", ""), (Outcome::Placed, "人民路18号".into()));
}

#[test]
fn what_is_not_there_is_said() {
    let areas = areas();
    let home = home(&areas);
    let answer = ask(&areas, &[&home], "翠竹苑99幢2单元501", &[]);
    assert_eq!((answer.outcome, answer.candidates[0].level), (Outcome::Placed, Level::Estate));
    assert_eq!(answer.candidates[0].missing, Some((Level::Building, 99)));
    for words in [
        "柳塘街道人民路128号",
        "银杏花园3幢2单元501",
        "柳塘街道银杏花园3幢",
        "今天天气真好，人民生活很幸福",
        "新翠竹苑3幢",
        "南京翠竹苑3幢",
        "翠竹苑二期3幢",
        "翠竹苑幼儿园门口",
        "白浦镇翠竹苑3幢",
        "人民路",
        "",
    ] {
        assert_eq!(said(words, "").0, Outcome::Unknown, "{words}");
    }
    assert_eq!(said("柳塘街道人民路19号", ""), (Outcome::Unknown, "人民路18号".into()));
    for words in ["南京市鼓楼区人民路18号", "江苏省某某县翠竹苑3幢", "城关镇人民路18号"]
    {
        assert_eq!(said(words, "").0, Outcome::Elsewhere, "{words}");
    }
}

#[test]
fn one_name_in_two_towns() {
    assert_eq!(said("锦绣花园5幢", "").0, Outcome::Ambiguous);
    assert_eq!(said("锦绣花园5幢", "9901").0, Outcome::Ambiguous);
    assert_eq!(said("锦绣花园5幢", "990102"), (Outcome::Placed, "锦绣花园5幢".into()));
    assert_eq!(said("锦绣花园5幢", "99010201-1"), (Outcome::Placed, "锦绣花园5幢".into()));
    assert_eq!(said("白浦镇锦绣花园5幢", "990101").0, Outcome::Placed);
    assert_eq!(said("柳塘锦绣花园5幢", "").0, Outcome::Placed);
    // the other 人民路 may have a number 99 that nobody recorded
    assert_eq!(said("人民路99号", ""), (Outcome::Ambiguous, "人民路99号".into()));
    assert_eq!(said("人民路99号", "990101").0, Outcome::Unknown);
    assert_eq!(said("幸福社区人民路99号", "").0, Outcome::Placed);
}

proptest! {
    #[test]
    fn anything_is_asked_without_harm(words in "[望澜听潮柳塘文昌幸福人民路翠竹苑花园市区镇号幢楼单元室组一二十#0-9A-C，。 -]{0,40}") {
        let areas = areas();
        let home = home(&areas);
        let answer = ask(&areas, &[&home], &words, &[]);
        prop_assert_eq!(answer.outcome == Outcome::Placed, answer.outcome == Outcome::Placed && answer.candidates.len() == 1);
        prop_assert!(answer.candidates.iter().all(|c| c.score <= 1.0));
    }
}

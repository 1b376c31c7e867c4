//! Lists with truth that linkage people compare themselves by: the comparisons are data, so western names need no code.

use crate::shared;
use flate2::read::GzDecoder;
use linkage::{Field, Kind, Linkage, Measure, Of, Options, Pass, Records, Schema, Table, evaluate};
use std::collections::HashMap;
use std::io::Read;

fn rows(name: &str) -> Option<Vec<HashMap<String, String>>> {
    let path = shared(&format!("data/linkage/{name}"))?;
    let mut text = String::new();
    let file = std::fs::File::open(&path).unwrap();
    match name.strip_suffix(".gz") {
        Some(_) => GzDecoder::new(file).read_to_string(&mut text).unwrap(),
        None => {
            let mut file = file;
            file.read_to_string(&mut text).unwrap()
        }
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    Some(reader.deserialize().map(Result::unwrap).collect())
}

fn word(name: &str) -> Field {
    Field::own(name, Kind::Text { measure: Measure::JaroWinkler, levels: vec![0.92, 0.8] })
}

fn code(name: &str) -> Field {
    Field::own(name, Kind::Code)
}

fn date(name: &str) -> Field {
    Field::own(name, Kind::Date { also: None })
}

/// The best pairwise and the cluster quality at even odds.
fn quality(
    schema: Schema,
    rows: &[HashMap<String, String>],
    truth: &[u32],
) -> (evaluate::Quality, evaluate::Quality) {
    let mut table = Table::new(&schema);
    for row in rows {
        let values: Vec<&str> = schema.fields.iter().map(|f| row[&f.name].as_str()).collect();
        table.push(&values).unwrap();
    }
    let records = Records::new(schema, table).unwrap();
    let found = Linkage::of(&records, &Options { cap: 150, draws: 200_000, ..Options::default() }).unwrap();
    let curve = evaluate::Curve::new(found.pairs.iter().copied(), truth);
    let clusters = evaluate::clusters(&found.clusters(&records, 0.0), truth);
    let (at, best) = curve.best();
    eprintln!("{} rows, {} compared, reach {:.4}", rows.len(), found.compared, curve.reach());
    eprintln!(
        "pairs: F1 {:.4} (p {:.4} r {:.4}) at {at:.1}, recall at .99 {:.4}",
        best.f1(),
        best.precision,
        best.recall,
        curve.at_precision(0.99).1.recall
    );
    eprintln!("clusters: F1 {:.4} (p {:.4} r {:.4})", clusters.f1(), clusters.precision, clusters.recall);
    if std::env::var("WEIGHTS").is_ok() {
        found
            .weights(&records)
            .iter()
            .for_each(|w| eprintln!("{:14} {:28} {:.5} {:.2e}", w.field, w.level, w.matches, w.strangers));
    }
    (best, clusters)
}

fn febrl() -> Schema {
    Schema {
        fields: vec![
            word("given_name"),
            word("surname"),
            code("street_number"),
            word("address_1"),
            word("address_2"),
            word("suburb"),
            code("postcode"),
            date("date_of_birth"),
            code("soc_sec_id"),
        ],
        passes: vec![
            Pass::on([("soc_sec_id", Of::Value)]),
            Pass::on([("date_of_birth", Of::Value)]),
            Pass::on([("surname", Of::Sound), ("given_name", Of::Sound)]),
            Pass::on([("surname", Of::Sound), ("postcode", Of::Value)]),
            Pass::on([("given_name", Of::Sound), ("suburb", Of::Sound)]),
            Pass::on([("address_1", Of::Sound), ("suburb", Of::Sound)]),
            Pass::on([("address_1", Of::Value)]),
            Pass::on([("address_2", Of::Value), ("postcode", Of::Value)]),
            Pass::on([("surname", Of::Value), ("street_number", Of::Value)]),
            Pass::on([("given_name", Of::Value), ("street_number", Of::Value)]),
        ],
        kin: false,
    }
}

fn febrl_quality(file: &str) -> Option<(evaluate::Quality, evaluate::Quality)> {
    let rows = rows(file)?;
    // `rec-12-dup-3` and `rec-12-org` are one person
    let truth: Vec<u32> =
        rows.iter().map(|r| r["rec_id"].split('-').nth(1).unwrap().parse().unwrap()).collect();
    Some(quality(febrl(), &rows, &truth))
}

#[test]
fn febrl_lists() {
    for (file, bar) in
        [("febrl_dataset1.csv.gz", 0.99), ("febrl_dataset2.csv.gz", 0.98), ("febrl_dataset3.csv.gz", 0.998)]
    {
        let Some((pairs, clusters)) = febrl_quality(file) else { return };
        assert!(pairs.f1().max(clusters.f1()) >= bar, "{file}: {pairs:?} {clusters:?}");
    }
}

#[test]
fn splinks_thousand() {
    let Some(rows) = rows("fake_1000.csv") else { return };
    let truth: Vec<u32> = rows.iter().map(|r| r["cluster"].parse().unwrap()).collect();
    let schema = Schema {
        fields: vec![word("first_name"), word("surname"), date("dob"), word("city"), word("email")],
        passes: vec![
            Pass::on([("email", Of::Value)]),
            Pass::on([("dob", Of::Value)]),
            Pass::on([("first_name", Of::Value)]),
            Pass::on([("surname", Of::Value)]),
            Pass::on([("first_name", Of::Sound), ("surname", Of::Sound)]),
            Pass::on([("email", Of::Head(5))]),
        ],
        kin: false,
    };
    let (pairs, clusters) = quality(schema, &rows, &truth);
    assert!(pairs.f1() > 0.75 && clusters.f1() > 0.75, "{pairs:?} {clusters:?}");
}

#[test]
fn ten_thousand_germans() {
    let Some(mut rows) = rows("RLdata10000.csv.gz") else { return };
    for row in &mut rows {
        let date = format!("{}-{}-{}", row["by"], row["bm"], row["bd"]);
        row.insert("birth".into(), date);
    }
    let truth: Vec<u32> = rows.iter().map(|r| r["true_id"].trim_end_matches(".0").parse().unwrap()).collect();
    let schema = Schema {
        fields: vec![word("fname_c1"), word("lname_c1"), date("birth")],
        passes: vec![
            Pass::on([("birth", Of::Value)]),
            Pass::on([("fname_c1", Of::Value), ("lname_c1", Of::Value)]),
            Pass::on([("fname_c1", Of::Sound), ("lname_c1", Of::Sound)]),
            Pass::on([("lname_c1", Of::Value), ("birth", Of::Year)]),
            Pass::on([("lname_c1", Of::Value), ("birth", Of::MonthDay)]),
            Pass::on([("fname_c1", Of::Value), ("birth", Of::MonthDay)]),
            Pass::on([("fname_c1", Of::Value), ("birth", Of::Year)]),
        ],
        kin: false,
    };
    let (pairs, clusters) = quality(schema, &rows, &truth);
    assert!(pairs.f1() > 0.9 && clusters.f1() > 0.9, "{pairs:?} {clusters:?}");
}

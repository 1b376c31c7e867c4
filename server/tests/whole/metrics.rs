//! The metrics page is what Prometheus reads, by a strict reader of the text format; and every query of the dashboard in
//! `docs/grafana` asks for metrics that are there.

use crate::support::desk::{Desk, Filed, pothole};
use std::collections::{BTreeMap, BTreeSet};

/// One metric of the page: type, and samples as name, labels, value.
#[derive(Debug, Default)]
struct Family {
    kind: String,
    samples: Vec<(String, BTreeMap<String, String>, f64)>,
}

fn word(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// `{a="b",c="d"}` and what follows.
fn labels(text: &str) -> (BTreeMap<String, String>, &str) {
    let mut found = BTreeMap::new();
    let Some(mut rest) = text.strip_prefix('{') else { return (found, text) };
    loop {
        let (name, after) = rest.split_once("=\"").expect("a label");
        assert!(word(name), "label {name:?}");
        let mut value = String::new();
        let mut chars = after.char_indices();
        let end = loop {
            match chars.next().expect("the end of a value") {
                (at, '"') => break at,
                (_, '\\') => match chars.next().expect("an escape").1 {
                    'n' => value.push('\n'),
                    c @ ('\\' | '"') => value.push(c),
                    c => panic!("escape {c:?}"),
                },
                (_, c) => value.push(c),
            }
        };
        assert!(found.insert(name.to_owned(), value).is_none(), "label {name} twice");
        rest = &after[end + 1..];
        match rest.split_at(1) {
            (",", next) => rest = next,
            ("}", next) => return (found, next),
            other => panic!("{other:?}"),
        }
    }
}

/// Reads a page; panics at whatever the format does not allow.
fn read(page: &str) -> BTreeMap<String, Family> {
    assert!(page.ends_with('\n'));
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let (mut current, mut seen) = (String::new(), BTreeSet::new());
    for line in page.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            assert!(word(help.split(' ').next().unwrap()), "{line}");
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("name and type");
            assert!(word(name) && ["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
            let family = Family { kind: kind.into(), ..Family::default() };
            assert!(families.insert(name.into(), family).is_none(), "{name} twice");
            current = name.to_owned();
        } else {
            let at = line.find(['{', ' ']).unwrap_or_else(|| panic!("{line}"));
            let (labels, value) = labels(&line[at..]);
            let value =
                value.strip_prefix(' ').and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("{line}"));
            let name = &line[..at];
            let family = families.get_mut(&current).unwrap_or_else(|| panic!("before its type: {line}"));
            let own = match family.kind.as_str() {
                "histogram" => ["_bucket", "_sum", "_count"].iter().any(|s| name == format!("{current}{s}")),
                _ => name == current,
            };
            assert!(own && seen.insert((name.to_owned(), labels.clone())), "{line}");
            family.samples.push((name.to_owned(), labels, value));
        }
    }
    families
}

/// Buckets grow, the last holds all, and sum and count are there.
fn check_histogram(name: &str, family: &Family) {
    let mut spreads: BTreeMap<BTreeMap<String, String>, Vec<(f64, f64)>> = BTreeMap::new();
    let mut ends = BTreeMap::new();
    for (sample, labels, value) in &family.samples {
        let mut labels = labels.clone();
        match labels.remove("le") {
            Some(bound) => spreads.entry(labels).or_default().push((bound.parse().unwrap(), *value)),
            None => drop(ends.insert((sample.clone(), labels), *value)),
        }
    }
    for (labels, buckets) in spreads {
        assert!(
            buckets.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1),
            "{name} {labels:?} {buckets:?}"
        );
        let (bound, all) = *buckets.last().unwrap();
        assert!(bound.is_infinite());
        assert_eq!(ends[&(format!("{name}_count"), labels.clone())], all);
        assert!(ends[&(format!("{name}_sum"), labels)] >= 0.0);
    }
}

whole!(the_page_of_metrics_is_read_by_a_strict_reader, |whole| async move {
    let desk = Desk::open(whole).await;
    let filed = Filed::of(&desk.file("report-0001", &pothole()).await);
    desk.whole.client().get(&format!("/api/v1/public/cases/{}", filed.number)).await;
    let page = String::from_utf8(desk.whole.client().get("/metrics").await.body).unwrap();
    let families = read(&page);
    for (name, family) in &families {
        match family.kind.as_str() {
            "histogram" => check_histogram(name, family),
            _ => assert!(family.samples.iter().all(|(_, _, value)| *value >= 0.0), "{name}"),
        }
    }
    let count = |name: &str, sample: &str| -> f64 {
        families[name].samples.iter().filter(|(s, _, _)| s == sample).map(|(_, _, value)| value).sum()
    };
    assert!(count("jingwei_http_request_seconds", "jingwei_http_request_seconds_count") > 0.0);
    assert!(count("jingwei_db_commit_commands", "jingwei_db_commit_commands_count") > 0.0);
    let readers = &families["jingwei_reader_lag_facts"].samples;
    assert!(readers.len() >= 3, "{readers:?}");
    // the number of a case is not in the page, nor anything that a route's parameter held
    assert!(!page.contains(&filed.number));

    let dashboard = include_str!("../../../docs/grafana/jingwei.json");
    let dashboard: serde_json::Value = serde_json::from_str(dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let queries: Vec<&str> = targets.map(|target| target["expr"].as_str().unwrap()).collect();
    assert!(queries.len() >= panels.len() && panels.len() >= 12);
    let mut asked = BTreeSet::new();
    for query in queries {
        let words = query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        for metric in words.filter(|w| w.starts_with("jingwei_") || w.starts_with("process_")) {
            let ends = ["_bucket", "_sum", "_count"];
            let base =
                ends.iter().find_map(|end| metric.strip_suffix(end)).filter(|b| families.contains_key(*b));
            let name = base.unwrap_or(metric);
            let family = families.get(name).unwrap_or_else(|| panic!("{metric} in {query}"));
            assert_eq!(base.is_some(), family.kind == "histogram", "{metric} in {query}");
            asked.insert(name.to_owned());
        }
    }
    let unasked: Vec<&String> = families.keys().filter(|name| !asked.contains(*name)).collect();
    assert_eq!(unasked, ["jingwei_build_info"], "every metric stands on the dashboard");
});

#[test]
fn the_strict_reader_is_strict() {
    let wrong = [
        "a 1",
        "# TYPE a counter\na_total 1\n",
        "# TYPE a gauge\nb 1\n",
        "# TYPE a gauge\na{x=\"\\q\"} 1\n",
        "# TYPE a gauge\na 1\na 1\n",
        "# TYPE a gauge\na one\n",
        "a 1\n",
    ];
    for page in wrong {
        assert!(std::panic::catch_unwind(|| read(page)).is_err(), "{page}");
    }
    assert_eq!(read("# HELP a x\n# TYPE a gauge\na{x=\"\\\"\\n\"} 1e3\n")["a"].samples.len(), 1);
}

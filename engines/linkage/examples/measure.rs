//! Quality and time on a file with truth: `measure PREFIX`.
use linkage::{Linkage, Options, Records, Schema, Table, evaluate};
use std::time::Instant;
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::print_stdout, clippy::unwrap_used)]
fn main() {
    let prefix = std::env::args().nth(1).unwrap();
    let mut t = Instant::now();
    let begun = t;
    let mut lap = |what: &str| {
        println!("{what} {:.2}", t.elapsed().as_secs_f64());
        t = Instant::now();
    };
    let schema = Schema::persons();
    let mut table = Table::new(&schema);
    let mut csv = csv::Reader::from_path(format!("{prefix}.csv")).unwrap();
    let mut row = csv::StringRecord::new();
    while csv.read_record(&mut row).unwrap() {
        table.push(&[&row[2], &row[3], &row[4], &row[5], &row[6], &row[7]]).unwrap();
    }
    lap("read");
    let records = Records::new(schema, table).unwrap();
    lap("clean");
    let found = Linkage::of(
        &records,
        &Options { cap: std::env::var("BLOCK").map_or(60, |v| v.parse().unwrap()), ..Options::default() },
    )
    .unwrap();
    lap("link");
    let clusters = found.clusters(&records, 0.0);
    lap("cluster");
    println!("total {:.2}", begun.elapsed().as_secs_f64());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
    let mut truth = vec![];
    let mut csv = csv::Reader::from_path(format!("{prefix}.truth.csv")).unwrap();
    for row in csv.records() {
        truth.push(row.unwrap()[1].parse::<u32>().unwrap());
    }
    println!("compared {} {:?} kept {}", found.compared, found.by_pass, found.pairs.len());
    let curve = evaluate::Curve::new(found.pairs.iter().copied(), &truth);
    let show = |what: &str, th: f32, q: evaluate::Quality| {
        println!("{what}: f1 {:.4} p {:.4} r {:.4} at {th:.2}", q.f1(), q.precision, q.recall)
    };
    println!("reach {:.4}", curve.reach());
    let (th, q) = curve.best();
    show("pairs best", th, q);
    let (th, q) = curve.at_precision(0.99);
    show("pairs at .99", th, q);
    show("pairs at 0", 0.0, curve.at(0.0));
    show("clusters at 0", 0.0, evaluate::clusters(&clusters, &truth));
    for th in [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 5.0] {
        show("clusters", th, evaluate::clusters(&found.clusters(&records, th), &truth));
    }
}

//! Registers: how fast a list of people comes in with every check on, and how fast it is searched, listed and counted then.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::repeat,
    quantile,
    server::{Server, build_city},
};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const MAP: &str = "key: key\narea: grid\nas_of: 2026-10-31\nfields: {name: name, id_number: id, sex: sex, birth: born, \
                   phone: phone, address: address, residence: residence}\n";
const FACTORS: [u64; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SURNAMES: &[char] =
    &['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡', '林'];
const GIVEN: &[char] = &[
    '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明', '超',
    '秀', '霞', '平',
];

/// SQLite, 300,000 rows, or as many as `--rows` says.
pub async fn run(bench: &Bench) -> Answer {
    let rows = bench.rows.unwrap_or(if bench.quick { 30_000 } else { 300_000 });
    let folder = bench.work.join("register");
    build_city(bench, &folder, None, 200)?;
    let grids = grids(bench, &folder).await?;
    let (csv, map) = (bench.work.join("people.csv"), bench.work.join("people.yaml"));
    std::fs::write(&map, MAP).map_err(|e| e.to_string())?;
    write(&csv, rows, &grids).map_err(|e| e.to_string())?;
    let first = import(bench, &folder, &csv, &map)?;
    let again = import(bench, &folder, &csv, &map)?;
    let size = std::fs::metadata(folder.join("jingwei.db")).map_or(0.0, |m| m.len() as f64);
    #[allow(clippy::cast_precision_loss)] // a number of rows
    let n = rows as f64;
    let mut figures = vec![
        Figure::new(format!("register import, {rows} rows, SQLite"), n / first, "1/s")
            .bar(Bar::AtLeast(30_000.0)),
        Figure::new("the same file again", n / again, "1/s"),
        Figure::new("bytes a row, with all indexes", size / n, "B"),
    ];
    figures.extend(questions(bench, &folder, rows, &grids).await?);
    Ok(figures)
}

async fn grids(bench: &Bench, folder: &Path) -> Result<Vec<String>, String> {
    let server = Server::start(bench, folder, None).await?;
    let mut connection = server.clients(1).await?.remove(0);
    let (mut grids, mut after) = (vec![], String::new());
    loop {
        let page = connection.get(&format!("/api/v1/areas?level=grid&limit=500{after}")).await?.json();
        let codes = page["items"].as_array().into_iter().flatten().filter_map(|a| a["code"].as_str());
        grids.extend(codes.map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    if grids.is_empty() { Err("the city has no grids".into()) } else { Ok(grids) }
}

/// A number that looks random and is the same each time.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn pick<T: Copy>(list: &[T], n: u64) -> T {
    list[usize::try_from(n).unwrap_or_default() % list.len()]
}

/// The citizen number of a row.
fn number(n: u64) -> (String, String, bool) {
    let (year, month, day) = (1940 + mixed(n) % 80, 1 + mixed(n + 1) % 12, 1 + mixed(n + 2) % 28);
    let order = mixed(n + 3) % 999;
    let body = format!("339900{year}{month:02}{day:02}{order:03}");
    let sum: u64 = body.bytes().zip(FACTORS).map(|(b, f)| u64::from(b - b'0') * f).sum();
    let check = char::from(b"10X98765432"[usize::try_from(sum % 11).unwrap_or_default()]);
    (format!("{body}{check}"), format!("{year}-{month:02}-{day:02}"), order % 2 == 1)
}

fn name(n: u64) -> String {
    [pick(SURNAMES, mixed(n + 5)), pick(GIVEN, mixed(n + 6)), pick(GIVEN, mixed(n + 7))].iter().collect()
}

fn write(path: &Path, rows: u64, grids: &[String]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "key,grid,name,id,sex,born,phone,address,residence")?;
    for n in 0..rows {
        let (id, born, male) = number(n);
        let grid = &grids[usize::try_from(mixed(n + 4)).unwrap_or_default() % grids.len()];
        let (sex, road) = (if male { "男" } else { "女" }, mixed(n + 8) % 900);
        let name = name(n);
        writeln!(
            out,
            "R{n},{grid},{name},{id},{sex},{born},1990{:07},幸福路{road}号{}栋{}室,1",
            n % 10_000_000,
            n % 30,
            n % 900
        )?;
    }
    out.flush()
}

fn import(bench: &Bench, folder: &Path, csv: &Path, map: &Path) -> Result<f64, String> {
    let begun = Instant::now();
    let mut command = Command::new(bench.binary());
    command
        .args(["import", "register"])
        .arg(csv)
        .args(["--kind", "person", "--source", "bench", "--map"])
        .arg(map);
    command
        .arg("--data")
        .arg(folder)
        .arg("--rejects")
        .arg(csv.with_extension("rejects"))
        .stdin(Stdio::null());
    let done = command.output().map_err(|e| e.to_string())?;
    if done.status.success() {
        return Ok(begun.elapsed().as_secs_f64());
    }
    let said = String::from_utf8_lossy(&done.stderr).lines().rev().take(5).collect::<Vec<_>>().join(" | ");
    Err(format!("import register: {said}"))
}

async fn questions(bench: &Bench, folder: &Path, rows: u64, grids: &[String]) -> Answer {
    let server = Server::start(bench, folder, None).await?;
    let session = server.session("receiver").await?;
    let mut figures = vec![];
    let encoded = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    type Ask<'a> = (&'static str, Box<dyn Fn(u64) -> String + 'a>);
    let asks: Vec<Ask<'_>> = vec![
        (
            "search by number",
            Box::new(|n| format!("/api/v1/register/search?q={}", number(mixed(n) % rows).0)),
        ),
        (
            "search by name",
            Box::new(|n| format!("/api/v1/register/search?q={}", encoded(&name(mixed(n) % rows)))),
        ),
        (
            "list of a grid",
            Box::new(|n| {
                format!(
                    "/api/v1/register/records?kind=person&area={}",
                    grids[usize::try_from(mixed(n)).unwrap_or_default() % grids.len()]
                )
            }),
        ),
        ("list of the city", Box::new(|_| "/api/v1/register/records?kind=person".into())),
        ("counts", Box::new(|_| "/api/v1/register/counts".into())),
        ("resource tree", Box::new(|_| "/api/v1/register/tree".into())),
    ];
    for (what, path) in asks {
        let clients = server.clients(4).await?.into_iter().map(|c| c.with_session(&session)).collect();
        let done = repeat(clients, bench.seconds(), Some(server.pid()), async |client, n| {
            client.get(&path(n)).await.map(drop)
        });
        let done = done.await?;
        let p95 = quantile(done.took.clone(), 0.95);
        figures.push(
            Figure::new(format!("register, {what}, p95, 4 users"), p95, "ms")
                .bar(Bar::AtMost(50.0))
                .note(done.shares()),
        );
    }
    Ok(figures)
}

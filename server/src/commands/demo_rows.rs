//! Register rows of the demo city: invented people, households, dwellings, organisations and places of the town in which the demo's
//! worker works, brought in as lists are. Citizen numbers have a region that is given to nobody, telephones a range likewise.

use crate::app::{App, StartError};
use ::cases::import::read::Table;
use fastrand::Rng;
use kernel::{Actor, Ctx};
use register::service::{Asking, Request};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Kinds whose rows have a point.
const POINTS: [&str; 3] = ["component", "organisation", "place"];
const HOUSEHOLDS: usize = 500;
const SURNAMES: &[&str] =
    &["陈", "林", "黄", "张", "李", "王", "吴", "刘", "蔡", "杨", "许", "郑", "谢", "郭", "洪", "方"];
const GIVEN: &[&str] = &[
    "志明", "丽华", "建国", "秀英", "文杰", "雅婷", "国强", "美玲", "俊豪", "淑芬", "海燕", "晓东", "春梅",
    "家豪",
];
const ROADS: &[&str] = &["文献路", "荔园路", "北大街", "延寿路", "梅园路", "东园路", "学园路", "胜利路"];
/// Characters that sound alike.
const HEARD: &[(&str, &str)] = &[
    ("明", "鸣"),
    ("英", "瑛"),
    ("玲", "铃"),
    ("豪", "毫"),
    ("东", "冬"),
    ("梅", "玫"),
    ("燕", "艳"),
    ("强", "墙"),
];
const TRADES: &[&str] = &["食品", "鞋业", "建材", "物业服务", "家具", "电子", "餐饮", "超市"];
const FACTORS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_FACTORS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Brings the rows in.
pub async fn fill(app: &App, addresses: String) -> Result<(), StartError> {
    let ctx = Ctx::new(app.env.clone(), Actor::system("demo"), "demo");
    let grids = grids(app, &ctx).await?;
    if grids.is_empty() {
        return Ok(());
    }
    let day = ctx.now.to_string().chars().take(10).collect::<String>();
    let map = app.grid.map();
    let point = |rng: &mut Rng, grid: &str| point(&map, rng, grid);
    let lists = lists(&grids, &point).into_iter().chain([("address", "police-demo", addresses)]);
    for (kind, source, csv) in lists {
        let bytes = csv.into_bytes();
        let fields = fields(kind);
        let mut mapping = json!({ "key": "key", "as_of": day, "fields": fields });
        if kind != "address" {
            mapping["area"] = json!("grid");
        }
        if kind == "address" || POINTS.contains(&kind) {
            (mapping["lon"], mapping["lat"]) = (json!("lon"), json!("lat"));
        }
        let linked = |column: &str| json!({ "column": column });
        match kind {
            "person" if source == "police-demo" => {
                mapping["relations"] =
                    json!({ "member_of": linked("household_no"), "lives_in": linked("home") })
            }
            "household" => mapping["relations"] = json!({ "lives_in": linked("home") }),
            "place" => mapping["relations"] = json!({ "run_by": linked("run_by") }),
            _ => {}
        }
        app.register.set_mapping(&ctx, kind, source, &mapping).await.map_err(StartError::other)?;
        let open = |d: char, s: Option<&str>| Table::of_bytes("demo.csv", bytes.clone(), d, s);
        let request = Request {
            kind,
            source,
            mapping: Some(mapping),
            dry_run: false,
            rejects: None,
            progress: &|_| {},
        };
        let report = app.register.import(&ctx, &open, request).await.map_err(StartError::other)?;
        if report.rejected > 0 {
            return Err(StartError::Other(format!("demo rows of {kind}: {:?}", report.reasons)));
        }
    }
    compare(app, &ctx).await
}

/// The two lists of people meet, so that there is something to look at.
async fn compare(app: &App, ctx: &Ctx) -> Result<(), StartError> {
    for (county, _) in app.register.mark().await.map_err(StartError::other)? {
        let new = Asking { kind: "person".into(), area: county, purpose: Some("verification".into()) };
        let run = app.register.ask(ctx, &new, None).await.map_err(StartError::other)?;
        app.register.compare(ctx, &run.id).await.map_err(StartError::other)?;
    }
    Ok(())
}

/// How the list of the health office writes somebody: with the number, without it, by ear, with little of it at all.
fn as_health(n: usize, grid: &str, p: &[&str; 6], rng: &mut Rng) -> String {
    let [name, id, sex, birth, phone, address] = *p;
    let heard = |name: &str| HEARD.iter().fold(name.to_owned(), |name, (c, like)| name.replace(c, like));
    let short = address.replace('栋', "幢").replace('室', "");
    let elsewhere = || format!("{}{}号", ROADS[n % ROADS.len()], n % 300 + 1);
    let other = format!("{}{}", SURNAMES[rng.usize(0..SURNAMES.len())], GIVEN[rng.usize(0..GIVEN.len())]);
    let (name, id, birth, phone, address) = match n % 8 {
        0 | 1 => (name.to_owned(), id, birth.to_owned(), phone, short),
        2 | 3 => (name.to_owned(), "", birth.to_owned(), phone, short),
        4 => (heard(name), "", birth.to_owned(), phone, address.to_owned()),
        5 => (heard(name), "", birth.to_owned(), "", elsewhere()),
        6 => (name.to_owned(), "", format!("{}-01-01", &birth[..4]), "", short),
        _ if n.is_multiple_of(5) => (other, id, birth.to_owned(), "", elsewhere()),
        _ => (name.to_owned(), "", format!("{}-01-01", &birth[..4]), "", elsewhere()),
    };
    format!("B{n},{grid},{name},{id},{sex},{birth},{phone},{address},,,\n")
}

/// The grids of the town in which the demo's worker works.
async fn grids(app: &App, ctx: &Ctx) -> Result<Vec<String>, StartError> {
    let Some(worker) = app.identity.person_by_login("worker").await.map_err(StartError::other)? else {
        return Ok(vec![]);
    };
    let actor = app.identity.actor(ctx, &worker).await.map_err(StartError::other)?;
    let path = actor.grants.first().map(|g| g.area_path.clone()).unwrap_or_default();
    let town = path.split('/').rev().nth(2).unwrap_or_default();
    let mut grids: Vec<String> =
        app.grid.subtree(town).into_iter().filter(|a| a.is_grid).map(|a| a.code.clone()).collect();
    grids.sort_by_key(|code| !path.ends_with(code.as_str()));
    Ok(grids)
}

/// A place within a grid, as the columns of longitude and latitude; empty ones where none is found.
fn point(map: &grid::service::Map, rng: &mut Rng, grid: &str) -> String {
    let Some([west, south, east, north]) = map.area(grid).and_then(|a| a.bbox) else { return ",".into() };
    for _ in 0..40 {
        let (lon, lat) = (west + rng.f64() * (east - west), south + rng.f64() * (north - south));
        let place = map.locate(geometry::Point::new(lon, lat));
        if place.path.last().is_some_and(|a| a.code == grid) {
            return format!("{lon:.6},{lat:.6}");
        }
    }
    ",".into()
}

fn fields(kind: &str) -> Value {
    let columns: &[&str] = match kind {
        "person" => &[
            "name",
            "id_number",
            "sex",
            "birth",
            "phone",
            "address",
            "residence",
            "household_no",
            "family_relation",
        ],
        "household" => &["number", "head", "members", "phone", "address"],
        "dwelling" => &["number", "address", "use", "area_m2", "floor", "owner"],
        "component" => &["number", "type", "name", "location"],
        "address" => &demo::addresses::COLUMNS,
        "organisation" => &["name", "credit_code", "type", "address", "employees", "contact_phone"],
        _ => &["name", "type", "address", "capacity"],
    };
    Value::Object(columns.iter().map(|c| ((*c).to_owned(), json!(c))).collect())
}

fn citizen(rng: &mut Rng, birth: &str, male: bool) -> String {
    let order = rng.usize(0..450) * 2 + usize::from(male);
    let body = format!("339900{}{order:03}", birth.replace('-', ""));
    let sum: usize = body.bytes().zip(FACTORS).map(|(b, f)| usize::from(b - b'0') * f).sum();
    format!("{body}{}", char::from(b"10X98765432"[sum % 11]))
}

fn credit_code(n: usize) -> String {
    let body = format!("91339900DEMA{n:05}");
    let value = |b: u8| CREDIT.iter().position(|c| *c == b).unwrap_or_default();
    let sum: usize = body.bytes().zip(CREDIT_FACTORS).map(|(b, f)| value(b) * f).sum();
    format!("{body}{}", char::from(CREDIT[(31 - sum % 31) % 31]))
}

fn lists(
    grids: &[String],
    point: &dyn Fn(&mut Rng, &str) -> String,
) -> Vec<(&'static str, &'static str, String)> {
    let mut rng = Rng::with_seed(2026);
    let mut people =
        "key,grid,name,id_number,sex,birth,phone,address,residence,household_no,family_relation,home\n"
            .to_owned();
    let mut health =
        "key,grid,name,id_number,sex,birth,phone,address,residence,household_no,family_relation\n".to_owned();
    let mut households = "key,grid,number,head,members,phone,address,home\n".to_owned();
    let mut dwellings = "key,grid,number,address,use,area_m2,floor,owner\n".to_owned();
    for h in 0..HOUSEHOLDS {
        // the worker's own grid stands first and has the most
        let grid = if h % 5 == 0 { &grids[0] } else { &grids[rng.usize(0..grids.len())] };
        let surname = SURNAMES[rng.usize(0..SURNAMES.len())];
        let (floor, door) = (rng.usize(1..19), rng.usize(1..5));
        let road = ROADS[rng.usize(0..ROADS.len())];
        let address = format!("{road}{}号{}栋{floor}{door:02}室", rng.usize(1..400), rng.usize(1..20));
        let phone = format!("1990000{h:04}");
        let members = rng.usize(1..6);
        let mut head = String::new();
        for m in 0..members {
            let male = if m == 0 {
                true
            } else if m == 1 {
                false
            } else {
                rng.bool()
            };
            let years = if m < 2 { rng.usize(1955..1992) } else { rng.usize(1995..2022) };
            let birth = format!("{years}-{:02}-{:02}", rng.usize(1..13), rng.usize(1..29));
            let name = format!("{surname}{}", GIVEN[rng.usize(0..GIVEN.len())]);
            let id = citizen(&mut rng, &birth, male);
            let relation = match m {
                0 => "户主",
                1 => "配偶",
                _ if male => "子",
                _ => "女",
            };
            let (sex, phone) = (if male { "男" } else { "女" }, if m < 2 { phone.as_str() } else { "" });
            let _ = writeln!(
                people,
                "P{h}-{m},{grid},{name},{id},{sex},{birth},{phone},{address},1,H{h:05},{relation},D{h:05}"
            );
            if h % 3 == 0 && m < 2 {
                let p = [name.as_str(), &id, sex, &birth, phone, &address];
                health.push_str(&as_health(h / 3 * 2 + m, grid, &p, &mut Rng::with_seed(h as u64)));
            }
            if m == 0 {
                head = name;
            }
        }
        let _ = writeln!(households, "H{h},{grid},H{h:05},{head},{members},{phone},{address},D{h:05}");
        let (use_, area) = (if h % 7 == 0 { "出租" } else { "自住" }, rng.usize(45..180));
        let _ = writeln!(dwellings, "D{h},{grid},D{h:05},{address},{use_},{area},{floor},{head}");
    }
    let mut organisations =
        "key,grid,name,credit_code,type,address,employees,contact_phone,lon,lat\n".to_owned();
    let mut places = "key,grid,name,type,address,capacity,lon,lat,run_by\n".to_owned();
    for n in 0..150 {
        let grid = &grids[rng.usize(0..grids.len())];
        let (road, trade) = (ROADS[rng.usize(0..ROADS.len())], TRADES[rng.usize(0..TRADES.len())]);
        let (code, staff) = (credit_code(n), rng.usize(2..80));
        let at = point(&mut rng, grid);
        let _ = writeln!(
            organisations,
            "O{n},{grid},示范{trade}{n}有限公司,{code},企业,{road}{n}号,{staff},1990001{n:04},{at}"
        );
        if n < 40 {
            let (what, code) =
                [("小学", "10"), ("幼儿园", "11"), ("市场", "20"), ("养老院", "40"), ("宾馆", "70")][n % 5];
            let (at, code_of) = (point(&mut rng, grid), credit_code(n));
            let _ = writeln!(
                places,
                "L{n},{grid},示范第{}{what},{code},{road}{}号,{},{at},{code_of}",
                n / 5 + 1,
                n + 200,
                rng.usize(30..900)
            );
        }
    }
    let mut components = "key,grid,number,type,name,location,lon,lat\n".to_owned();
    for n in 0..900 {
        let grid = if n % 9 == 0 { &grids[0] } else { &grids[rng.usize(0..grids.len())] };
        let (what, code) = [
            ("雨水井盖", "01"),
            ("路灯", "01"),
            ("消火栓", "01"),
            ("交通信号灯", "02"),
            ("公交站亭", "02"),
            ("垃圾箱", "03"),
            ("行道树", "04"),
            ("花坛", "04"),
        ][n % 8];
        let (road, at) = (ROADS[rng.usize(0..ROADS.len())], point(&mut rng, grid));
        let _ =
            writeln!(components, "B{n},{grid},B{n:06},{code},{what},{road}{}号旁,{at}", rng.usize(1..400));
    }
    vec![
        ("component", "works-demo", components),
        // whoever is named by others comes first
        ("dwelling", "housing-demo", dwellings),
        ("household", "police-demo", households),
        ("person", "police-demo", people),
        ("person", "health-demo", health),
        ("organisation", "market-demo", organisations),
        ("place", "towns-demo", places),
    ]
}

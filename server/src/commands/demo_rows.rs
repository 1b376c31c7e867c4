//! Register rows of the demo city: invented people, households, dwellings, organisations and places of the town in which the demo's
//! worker works, brought in as lists are. Citizen numbers have a region that is given to nobody, telephones a range likewise.

use crate::app::{App, StartError};
use ::cases::import::read::Table;
use fastrand::Rng;
use kernel::{Actor, Ctx};
use register::service::{Asking, Request};
use serde_json::{Value, json};
use std::fmt::Write as _;

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
pub async fn fill(app: &App) -> Result<(), StartError> {
    let ctx = Ctx::new(app.env.clone(), Actor::system("demo"), "demo");
    let grids = grids(app, &ctx).await?;
    if grids.is_empty() {
        return Ok(());
    }
    let day = ctx.now.to_string().chars().take(10).collect::<String>();
    for (kind, source, csv) in lists(&grids) {
        let bytes = csv.into_bytes();
        let fields = fields(kind);
        let mapping = json!({ "key": "key", "area": "grid", "as_of": day, "fields": fields });
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

fn lists(grids: &[String]) -> Vec<(&'static str, &'static str, String)> {
    let mut rng = Rng::with_seed(2026);
    let mut people =
        "key,grid,name,id_number,sex,birth,phone,address,residence,household_no,family_relation\n".to_owned();
    let mut health = people.clone();
    let mut households = "key,grid,number,head,members,phone,address\n".to_owned();
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
                "P{h}-{m},{grid},{name},{id},{sex},{birth},{phone},{address},1,H{h:05},{relation}"
            );
            if h % 3 == 0 && m < 2 {
                let p = [name.as_str(), &id, sex, &birth, phone, &address];
                health.push_str(&as_health(h / 3 * 2 + m, grid, &p, &mut Rng::with_seed(h as u64)));
            }
            if m == 0 {
                head = name;
            }
        }
        let _ = writeln!(households, "H{h},{grid},H{h:05},{head},{members},{phone},{address}");
        let (use_, area) = (if h % 7 == 0 { "出租" } else { "自住" }, rng.usize(45..180));
        let _ = writeln!(dwellings, "D{h},{grid},D{h:05},{address},{use_},{area},{floor},{head}");
    }
    let mut organisations = "key,grid,name,credit_code,type,address,employees,contact_phone\n".to_owned();
    let mut places = "key,grid,name,type,address,capacity\n".to_owned();
    for n in 0..150 {
        let grid = &grids[rng.usize(0..grids.len())];
        let (road, trade) = (ROADS[rng.usize(0..ROADS.len())], TRADES[rng.usize(0..TRADES.len())]);
        let (code, staff) = (credit_code(n), rng.usize(2..80));
        let _ = writeln!(
            organisations,
            "O{n},{grid},示范{trade}{n}有限公司,{code},企业,{road}{n}号,{staff},1990001{n:04}"
        );
        if n < 40 {
            let (what, code) =
                [("小学", "10"), ("幼儿园", "11"), ("市场", "20"), ("养老院", "40"), ("宾馆", "70")][n % 5];
            let _ = writeln!(
                places,
                "L{n},{grid},示范第{}{what},{code},{road}{}号,{}",
                n / 5 + 1,
                n + 200,
                rng.usize(30..900)
            );
        }
    }
    vec![
        ("person", "police-demo", people),
        ("person", "health-demo", health),
        ("household", "police-demo", households),
        ("dwelling", "housing-demo", dwellings),
        ("organisation", "market-demo", organisations),
        ("place", "towns-demo", places),
    ]
}

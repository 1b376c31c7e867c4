//! Address sentences as people write them, and err. Nothing here is taken from the matcher: who writes a sentence knows the list of
//! addresses and how people talk.

use fastrand::Rng;
use std::collections::BTreeSet;

/// An address of the list with the names around it.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub county: String,
    pub town: String,
    pub town_code: String,
    pub village: String,
    pub grid: String,
    pub road: String,
    pub number: String,
    pub estate: String,
    pub building: String,
    pub unit: String,
    pub room: String,
    pub name: String,
}

/// A sentence, where the asker is, and the grid that is right; None: it has no place.
#[derive(Clone, Debug)]
pub struct Sentence {
    pub words: String,
    pub near: Option<String>,
    pub grid: Option<String>,
    /// The compound of it is there, its building is not: at most the compound may be answered, and that must be said.
    pub half: bool,
    pub way: &'static str,
}

pub const WAYS: [&str; 6] = ["official", "short", "colloquial", "in a story", "with a slip", "swapped"];

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from[rng.usize(..from.len())]
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A number as it is spoken: twelve, and flats digit by digit.
fn spoken(number: &str) -> String {
    const WORDS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |c: char| WORDS[c.to_digit(10).unwrap_or(0) as usize];
    match number.parse::<usize>() {
        Ok(n @ 1..=9) => WORDS[n].into(),
        Ok(10) => "十".into(),
        Ok(n @ 11..=19) => format!("十{}", WORDS[n - 10]),
        Ok(n @ 20..=99) if n % 10 == 0 => format!("{}十", WORDS[n / 10]),
        Ok(n @ 20..=99) => format!("{}十{}", WORDS[n / 10], WORDS[n % 10]),
        _ => number.chars().map(digit).collect(),
    }
}

fn wide(text: &str) -> String {
    let wide =
        |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c };
    text.chars().map(wide).collect()
}

/// The door in one of the ways of speaking.
fn door(rng: &mut Rng, t: &Target) -> String {
    let (b, u, r) = (digits(&t.building), digits(&t.unit), digits(&t.room));
    if b.is_empty() {
        return String::new();
    }
    let word = pick(rng, &["幢", "栋", "号楼"]);
    match (u.is_empty(), r.is_empty()) {
        (true, _) => match rng.u32(..4) {
            0 => format!("{}{word}", spoken(&b)),
            1 => format!("{}{word}", wide(&b)),
            2 => format!("{b}#"),
            _ => format!("{b}{word}"),
        },
        (false, true) => format!("{b}{word}{u}单元"),
        (false, false) => match rng.u32(..7) {
            0 => format!("{b}-{u}-{r}"),
            1 => format!("{}{word}{}单元{}", spoken(&b), spoken(&u), spoken(&r)),
            2 => format!("{b}{word}{u}单元{r}"),
            3 => format!("{b}#{r}"),
            4 => format!("{}{word}{}", spoken(&b), spoken(&r)),
            5 => wide(&format!("{b}{word}{u}单元{r}室")),
            _ => format!("{b} {word}{u}单元 {r} 室"),
        },
    }
}

/// What names the place without its door.
fn place(t: &Target) -> String {
    if !t.name.is_empty() {
        return t.name.clone();
    }
    if !t.estate.is_empty() { t.estate.clone() } else { String::new() }
}

/// Place and door as people say them.
fn core(rng: &mut Rng, t: &Target) -> String {
    let named = place(t);
    if !named.is_empty() {
        return format!("{named}{}", door(rng, t));
    }
    let n = digits(&t.number);
    let number = match rng.u32(..4) {
        0 => format!("{}号", spoken(&n)),
        1 => wide(&format!("{n}号")),
        2 => n,
        _ => format!("{n}号"),
    };
    if t.road.ends_with('组') {
        let group = digits(&t.road);
        let group = if rng.bool() { spoken(&group) } else { group };
        let village = t.village.clone();
        let village = if rng.bool() { village } else { village.trim_end_matches('村').into() };
        let order = pick(rng, &["", "第"]);
        return format!("{village}{order}{group}组{}号", digits(&t.number));
    }
    format!("{}{number}", t.road)
}

fn stem(town: &str) -> String {
    let cut = ["街道", "镇", "乡"].iter().find_map(|kind| town.strip_suffix(kind));
    cut.unwrap_or(town).to_owned()
}

/// Characters that a keyboard of sounds offers for one another.
const ALIKE: [&str; 44] = [
    "锦紧", "绣秀", "花华", "园圆", "阳扬", "光广", "家加", "翠脆", "竹助", "苑院", "丽利", "景井", "星兴",
    "河和", "海害", "韵运", "金今", "桂贵", "百摆", "合何", "瑞锐", "御玉", "康糠", "乐勒", "新心", "城成",
    "庭亭", "湖胡", "安按", "居局", "书舒", "香乡", "梧吾", "银寅", "杏幸", "枫峰", "荷合", "塘糖", "春椿",
    "江姜", "明名", "珠朱", "祥详", "福服",
];

/// One character another of the same sound, where the name is long enough for anybody to see what was meant.
fn slip(rng: &mut Rng, name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let other = |c: char| {
        ALIKE.iter().find_map(|pair| {
            let mut pair = pair.chars();
            let (a, b) = (pair.next()?, pair.next()?);
            if c == a { Some(b) } else { None }
        })
    };
    let may: Vec<usize> = (0..chars.len()).filter(|i| other(chars[*i]).is_some()).collect();
    if may.is_empty() || chars.len() < 3 {
        return name.into();
    }
    let at = may[rng.usize(..may.len())];
    chars.iter().enumerate().map(|(i, c)| if i == at { other(*c).unwrap_or(*c) } else { *c }).collect()
}

const OPENINGS: [&str; 12] = [
    "你好，我要反映一下，",
    "我们",
    "师傅，麻烦来看看，",
    "请问",
    "昨天晚上开始，",
    "投诉：",
    "我家住在",
    "在",
    "麻烦看一下",
    "我想反映",
    "喂，12345吗？我在",
    "",
];
const STORIES: [&str; 14] = [
    "楼下垃圾桶旁边污水溢出来了",
    "门口路灯坏了三天了",
    "附近有人占道经营",
    "对面的施工噪音太大",
    "楼道里堆了2辆旧电动车",
    "旁边井盖松了，很危险",
    "门口积水",
    "这里下水道堵了",
    "，树倒了压到线",
    "的电梯又停了",
    "门口乱停车，消防通道堵住了",
    "隔壁在拆墙",
    "那边有只流浪狗",
    "楼顶漏水，找物业没人管",
];

/// A sentence of one of the six ways.
pub fn of(rng: &mut Rng, t: &Target, way: usize) -> Sentence {
    let mut near = None;
    let town = if rng.bool() { t.town.clone() } else { stem(&t.town) };
    let core_words = core(rng, t);
    let rural = t.road.ends_with('组');
    let words = match way {
        0 => {
            let city = pick(rng, &["望澜市", ""]);
            let village = if rural { String::new() } else { t.village.clone() };
            let front = if t.estate.is_empty() || t.road.is_empty() {
                String::new()
            } else {
                format!("{}{}", t.road, t.number)
            };
            let road = if t.estate.is_empty() && t.name.is_empty() {
                format!("{}{}", t.road, t.number)
            } else {
                String::new()
            };
            let below = if rural {
                format!("{}{}{}", t.village, t.road, t.number)
            } else {
                format!("{front}{road}{}{}{}{}{}", t.estate, t.name, t.building, t.unit, t.room)
            };
            format!("{city}{}{}{village}{below}", t.county, t.town)
        }
        1 => format!("{town}{core_words}"),
        2 => {
            near = Some(t.town_code.clone());
            core_words
        }
        3 => format!("{}{}{core_words}{}", pick(rng, &OPENINGS), t.town, pick(rng, &STORIES)),
        4 => {
            let named = place(t);
            let said =
                if named.is_empty() { core_words } else { format!("{}{}", slip(rng, &named), door(rng, t)) };
            let blank = pick(rng, &[" ", "，", ""]);
            format!("{}{blank}{said}", t.town)
        }
        _ => {
            let named = place(t);
            if named.is_empty() {
                format!("{core_words}，{}{}", t.county, t.town)
            } else {
                let door = door(rng, t);
                let mark = if door.is_empty()
                    || door.ends_with('#')
                    || door.chars().last().is_some_and(char::is_numeric)
                {
                    "，"
                } else {
                    pick(rng, &["，", ""])
                };
                format!("{door}{mark}{named}，{}", t.town)
            }
        }
    };
    Sentence { words, near, grid: Some(t.grid.clone()), half: false, way: WAYS[way] }
}

/// Sentences that have no place in the city. `known` are the names of its compounds and roads.
pub fn without_place(rng: &mut Rng, targets: &[Target], known: &BTreeSet<String>, n: usize) -> Vec<Sentence> {
    const CITIES: [&str; 14] = [
        "南京市鼓楼区",
        "江苏省苏州市姑苏区",
        "杭州市西湖区",
        "上海市浦东新区",
        "成都市武侯区",
        "福建省莆田市荔城区",
        "广州市天河区",
        "武汉市江汉区",
        "南京",
        "上海",
        "深圳",
        "临沂市兰山区",
        "昆山市玉山镇",
        "义乌市稠城街道",
    ];
    const MADE_UP: [&str; 14] = [
        "天鹅堡",
        "凯旋门公馆",
        "金水湾花园",
        "罗马假日",
        "柏林春天",
        "月亮岛小区",
        "水晶宫家园",
        "紫金山庄",
        "长安里",
        "花样年华苑",
        "泰晤士小镇",
        "卡布奇诺公寓",
        "松鼠家园",
        "大唐盛景",
    ];
    const ROADS: [&str; 6] = ["凤凰大道", "宝通西路", "一纬路", "甘泉井巷", "白云山路", "香樟大街"];
    const CHATTER: [&str; 16] = [
        "今天天气真好",
        "我要投诉你们态度太差了",
        "为什么电话一直打不通",
        "谢谢你们，问题解决了",
        "请问公积金怎么提取",
        "人民生活水平越来越好了",
        "阳光明媚，心情舒畅",
        "家里老人想申请补贴，需要什么材料",
        "安居乐业是大家的愿望",
        "3天了还没人来处理",
        "第2次反映了，请尽快回复",
        "楼下太吵了睡不着",
        "我在超市门口等了半个小时",
        "和平发展是时代的主题",
        "孩子上学报名从几号开始",
        "物业费又涨了，从1块2涨到1块8",
    ];
    let mut all = vec![];
    while all.len() < n {
        let t = &targets[rng.usize(..targets.len())];
        let door = format!("{}幢{}单元{}0{}", rng.u32(1..9), rng.u32(1..4), rng.u32(1..7), rng.u32(1..3));
        let mut half = false;
        let words = match all.len() % 6 {
            0 => format!("{}{}", pick(rng, &CITIES), {
                let t = Target { village: String::new(), ..t.clone() };
                core(rng, &t)
            }),
            1 => format!("{}{}{door}", t.town, pick(rng, &MADE_UP)),
            2 => format!("{}{door}", pick(rng, &MADE_UP)),
            3 if !t.estate.is_empty() => {
                half = true;
                format!(
                    "{}{}{}幢{}单元{}01室",
                    t.town,
                    t.estate,
                    rng.u32(60..200),
                    rng.u32(1..3),
                    rng.u32(1..6)
                )
            }
            4 => format!("{}{}{}号", t.town, pick(rng, &ROADS), rng.u32(1..300)),
            5 => pick(rng, &CHATTER).to_owned(),
            _ => continue,
        };
        // a village in another city: the group and house alone are nowhere
        if known.iter().any(|name| MADE_UP.contains(&name.as_str()) || ROADS.contains(&name.as_str())) {
            continue;
        }
        all.push(Sentence { words, near: None, grid: None, half, way: "no place" });
    }
    all
}

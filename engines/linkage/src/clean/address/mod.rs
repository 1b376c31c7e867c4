//! Chinese addresses, as the register writes them and as people say them.
//!
//! `江南省临州市安和县城关镇人民社区人民路12号翠竹苑3幢2单元501室`, `翠竹苑3-2-501`, `三栋五零一`, `3#501` and
//! `王家湾村第三组12号` become an [`Address`]: names of areas, a road with its number, the *place* (compound or village),
//! and the *door* in it. What is not said is absent; nothing is guessed from a gazetteer. Matching and geocoding read the
//! same parts.

mod door;

use crate::text::narrow;
use door::doors;
pub use door::{Door, Noun, is_numeral, number, numbered, settle};

/// The parts of an address. Texts are empty and numbers 0 where they are not said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `江南省`, without its last character as all areas: `江南`.
    pub province: String,
    /// Prefecture.
    pub city: String,
    /// County, district, county-level city.
    pub county: String,
    /// Town, township, street office.
    pub town: String,
    /// Residents' committee: `人民` of `人民社区`.
    pub community: String,
    /// Road with its kind: `人民路`.
    pub road: String,
    /// The number on the road.
    pub road_number: u16,
    /// Compound or village, without `村`.
    pub place: String,
    /// The door.
    pub door: Door,
}

/// Takes addresses apart; keeps its memory between them.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    chars: Vec<char>,
}

impl Parser {
    /// The parts of an address.
    pub fn parse(&mut self, raw: &str) -> Address {
        let mut address = Address::default();
        self.parse_into(raw, &mut address);
        address
    }

    /// As [`Parser::parse`], into one that is there.
    pub fn parse_into(&mut self, raw: &str, address: &mut Address) {
        self.fold(raw);
        address.clear();
        let mut rest = self.chars.as_slice();
        rest = area(rest, &mut address.province, &[&['省'], &['自', '治', '区']], 2, 8);
        rest = area(rest, &mut address.city, &[&['市'], &['自', '治', '州'], &['地', '区']], 2, 8);
        rest = area(rest, &mut address.county, &[&['县'], &['区'], &['旗'], &['市']], 2, 6);
        rest = area(
            rest,
            &mut address.town,
            &[&['街', '道', '办', '事', '处'], &['街', '道'], &['镇'], &['乡'], &['苏', '木']],
            2,
            6,
        );
        rest = committee(rest, &mut address.community);
        rest = road(rest, address);
        place(rest, address);
    }

    fn fold(&mut self, raw: &str) {
        self.chars.clear();
        let mut depth = 0usize;
        for c in raw.chars().map(narrow) {
            match c {
                '(' | '[' | '【' => depth += 1,
                ')' | ']' | '】' => depth = depth.saturating_sub(1),
                _ if depth > 0 || c.is_whitespace() || c.is_control() => {}
                ',' | '，' | '。' | '、' | ';' | '；' | '·' | '.' | '"' => {}
                '_' | '/' | '\\' => self.chars.push('-'),
                c => self.chars.extend(c.to_uppercase()),
            }
        }
    }
}

impl Address {
    fn clear(&mut self) {
        let names =
            [&mut self.province, &mut self.city, &mut self.county, &mut self.town, &mut self.community];
        names.into_iter().for_each(String::clear);
        self.road.clear();
        self.place.clear();
        (self.road_number, self.door) = (0, Door::default());
    }
}

/// Characters that make another word of the area's last character before (`小区`) or after it (`新市镇`).
fn is_other(before: char, mark: &[char], after: Option<&char>) -> bool {
    match mark {
        ['区'] => {
            matches!(
                before,
                '小' | '社' | '园' | '校' | '库' | '厂' | '院' | '住' | '片' | '南' | '北' | '东' | '西'
            ) || before.is_ascii_alphanumeric()
        }
        ['市'] => matches!(after, Some('镇' | '场' | '民' | '政' | '区' | '委' | '乡')),
        ['镇'] => matches!(after, Some('政' | '中' | '小' | '上' | '区')),
        ['乡'] => matches!(after, Some('政' | '村')),
        _ => false,
    }
}

/// Cuts the name of an area off the front where one of its marks follows soon.
fn area<'a>(rest: &'a [char], name: &mut String, marks: &[&[char]], least: usize, most: usize) -> &'a [char] {
    for at in least..=most.min(rest.len().saturating_sub(1)) {
        if stops_name(rest[at - 1]) {
            break;
        }
        for mark in marks {
            if rest[at..].starts_with(mark) && !is_other(rest[at - 1], mark, rest.get(at + mark.len())) {
                name.extend(&rest[..at]);
                return &rest[at + mark.len()..];
            }
        }
    }
    rest
}

fn stops_name(c: char) -> bool {
    c.is_ascii_digit() || c == '-' || c == '#'
}

/// `X社区`, `X居委会`, `X居民委员会`, `X村委会` where another place follows.
fn committee<'a>(rest: &'a [char], name: &mut String) -> &'a [char] {
    const MARKS: [&[char]; 4] =
        [&['社', '区'], &['居', '委', '会'], &['居', '民', '委', '员', '会'], &['居', '委']];
    let end = rest.iter().take(10).position(|&c| stops_name(c)).unwrap_or(rest.len().min(10));
    for at in 1..end {
        if let Some(mark) = MARKS.iter().find(|m| rest[at..].starts_with(m)) {
            name.extend(&rest[..at]);
            return &rest[at + mark.len()..];
        }
    }
    rest
}

/// `人民路12号`: a road is one where its number follows, or nothing else.
fn road<'a>(rest: &'a [char], address: &mut Address) -> &'a [char] {
    let end = rest.iter().take(12).position(|&c| stops_name(c)).unwrap_or(rest.len().min(12));
    for at in (1..end).rev() {
        let kind = matches!(rest[at], '路' | '街' | '道' | '巷' | '弄')
            || (rest[at] == '同' && rest[at - 1] == '胡');
        if !kind {
            continue;
        }
        let after = &rest[at + 1..];
        let digits = after.iter().take_while(|c| c.is_ascii_digit()).count();
        let tail = &after[digits..];
        let is_number =
            digits > 0 && matches!(tail.first(), Some('号' | '弄')) && !matches!(tail.get(1), Some('楼'));
        if !is_number && !after.is_empty() {
            continue;
        }
        address.road.extend(&rest[..=at]);
        address.road_number = number(&after[..digits]).unwrap_or(0);
        let tail = tail.get(1..).unwrap_or_default();
        return tail.strip_prefix(&['院']).unwrap_or(tail);
    }
    rest
}

/// Compound or village, and the numbers behind it.
fn place(rest: &[char], address: &mut Address) {
    let mut at = 0;
    while at < rest.len() && numbered(&rest[at..]).is_none() {
        at += 1;
    }
    let mut name = &rest[..at];
    name = name.strip_suffix(&['第']).unwrap_or(name);
    for end in [['村', '委', '会'].as_slice(), &['村']] {
        name = name.strip_suffix(end).filter(|n| n.len() >= 2).unwrap_or(name);
    }
    address.place.extend(name);
    doors(&rest[at..], &mut address.door);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(raw: &str) -> Address {
        Parser::default().parse(raw)
    }

    fn door(raw: &str) -> (String, [u16; 3]) {
        let a = parse(raw);
        (a.place, [a.door.building, a.door.unit, a.door.room])
    }

    #[test]
    fn the_registers_form() {
        let a = parse("江南省临州市安和县城关镇人民社区人民路12号翠竹苑3幢2单元501室");
        assert_eq!((a.province.as_str(), a.city.as_str(), a.county.as_str()), ("江南", "临州", "安和"));
        assert_eq!((a.town.as_str(), a.community.as_str()), ("城关", "人民"));
        assert_eq!((a.road.as_str(), a.road_number, a.place.as_str()), ("人民路", 12, "翠竹苑"));
        assert_eq!(a.door, Door { building: 3, unit: 2, room: 501, ..Door::default() });
    }

    #[test]
    fn the_ways_people_say_a_flat() {
        for raw in [
            "翠竹苑3-2-501",
            "翠竹苑三栋二单元501室",
            "翠竹苑3号楼2单元501",
            "翠竹苑３幢２单元５０１",
            "翠竹苑3栋2单元五零一",
        ] {
            assert_eq!(door(raw), ("翠竹苑".into(), [3, 2, 501]), "{raw}");
        }
        for raw in ["3栋501", "三栋五零一", "3#501", "3-501", "3号楼501室", "3座501"] {
            assert_eq!(door(raw), (String::new(), [3, 0, 501]), "{raw}");
        }
        assert_eq!(door("安置小区A区3-2-501"), ("安置小区A区".into(), [3, 2, 501]));
        assert_eq!(door("滨江一号十二栋501"), ("滨江一号".into(), [12, 0, 501]));
        assert_eq!(door("阳光国际A座1203"), ("阳光国际".into(), [1001, 0, 1203]));
        let a = parse("和平路257号凤凰城11#1002");
        assert_eq!(
            (a.road.as_str(), a.road_number, a.place.as_str(), a.door.building, a.door.room),
            ("和平路", 257, "凤凰城", 11, 1002)
        );
    }

    #[test]
    fn villages() {
        for raw in ["临河镇王家湾村第三组12号", "临河镇王家湾村3组12号", "安和县临河镇王家湾三组12号"]
        {
            let a = parse(raw);
            assert_eq!(
                (a.town.as_str(), a.place.as_str(), a.door.group, a.door.number),
                ("临河", "王家湾", 3, 12),
                "{raw}"
            );
        }
        let a = parse("江南省临州市安和县新市镇东红旗营村12号");
        assert_eq!((a.town.as_str(), a.place.as_str(), a.door.number), ("新市", "东红旗营", 12));
        assert_eq!(parse("北京市朝阳区建国路88号院6号楼").door.building, 6);
        assert_eq!(parse("北京市朝阳区建国路88号院6号楼").county, "朝阳");
    }

    proptest! {
        #[test]
        fn anything_is_read_without_harm(raw in "[省市县区镇村社区路街号栋幢单元室组一二十百#0-9A-C -]{0,24}") {
            parse(&raw);
        }
        #[test]
        fn a_flat_is_the_same_in_each_form(b in 1u16..40, u in 1u16..9, r in 101u16..3200) {
            let long = door(&format!("幸福里{b}幢{u}单元{r}室"));
            prop_assert_eq!(&long, &door(&format!("幸福里{b}-{u}-{r}")));
            prop_assert_eq!(&long, &door(&format!("幸福里{b}号楼{u}单元{r}")));
        }
    }
}

//! Building, unit, room and number in a sentence, right behind a name or right before it.

use linkage::clean::address::{Door, Noun, is_numeral, number, numbered, settle};

/// What a sentence says of the door.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    pub door: Door,
    /// Where it ends.
    pub end: usize,
    /// A word says what is counted, or several numbers stand in a run.
    pub plain: bool,
}

/// Characters that follow a number and make it count something else.
const COUNTED: &str = "个只辆条人次点天年月日小分时米块元岁名位家户家万千公里平方棵根盏支瓶袋箱度";

/// The number at the front, how many characters it takes with its word, and what it counts.
fn token(rest: &[char]) -> Option<(usize, u16, Noun)> {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if let Some((len, value, noun, word)) = rest.first().and_then(|_| numbered(rest)) {
        let marked = &rest[len..len + word];
        // `33号楼下`: below number 33
        if marked == ['号', '楼'] && rest.get(len + 2).is_some_and(|c| "下道上顶前后里内梯".contains(*c))
        {
            return (value > 0).then_some((len + 1, value, Noun::Number));
        }
        // `5楼` says on which floor, `5号楼` which building
        let noun = if noun == Noun::Building && marked == ['楼'] { Noun::Floor } else { noun };
        if noun == Noun::Nothing && rest.get(len).is_some_and(|c| COUNTED.contains(*c)) {
            return None;
        }
        return (value > 0).then_some((len + word, value, noun));
    }
    let numerals = rest.iter().take_while(|c| is_numeral(**c)).count();
    if digits > 0 || numerals == 0 {
        return None;
    }
    let value = number(&rest[..numerals])?;
    match rest.get(numerals) {
        Some('号') => Some((numerals + 1, value, Noun::Number)),
        Some('组' | '队') => Some((numerals + 1, value, Noun::Group)),
        Some('室') => Some((numerals + 1, value, Noun::Room)),
        Some(c) if COUNTED.contains(*c) => None,
        _ if numerals >= 3 => Some((numerals, value, Noun::Nothing)),
        _ => None,
    }
}

/// Numbers one behind the other from a place on, until something else comes.
fn run(chars: &[char], from: usize) -> Said {
    let mut said = Said { end: from, ..Said::default() };
    let (mut at, mut bare, mut bares) = (from, [0u16; 3], 0usize);
    let door = &mut said.door;
    while at < chars.len() {
        let skip = chars[at..].iter().take_while(|c| matches!(c, '第' | '的' | ',' | '-' | '内')).count();
        let Some((len, value, noun)) = (skip <= 2).then(|| token(&chars[at + skip..])).flatten() else {
            break;
        };
        match noun {
            Noun::Building if door.building == 0 => door.building = value,
            Noun::Unit => door.unit = value,
            Noun::Room => door.room = value,
            Noun::Group => door.group = value,
            Noun::Floor | Noun::Building => {}
            Noun::Number if door.number == 0 && door.building == 0 => door.number = value,
            Noun::Number => door.room = value,
            Noun::Dash | Noun::Nothing if bares < bare.len() => {
                bare[bares] = value;
                bares += 1;
            }
            Noun::Dash | Noun::Nothing => break,
        }
        said.plain |= !matches!(noun, Noun::Dash | Noun::Nothing | Noun::Floor);
        at += skip + len;
        said.end = at;
    }
    said.plain |= bares > 1;
    match bare[..bares] {
        [room] if door.number != 0 && door.building == 0 && door.group == 0 => door.room = room,
        ref bare => settle(bare, door),
    }
    said
}

/// Words between a name and its door.
const BETWEEN: [&[char]; 9] = [
    &['小', '区'],
    &['住', '宅', '区'],
    &['家', '属', '区'],
    &['里', '面'],
    &['院', '内'],
    &['里'],
    &['内'],
    &['的'],
    &[','],
];

/// The door behind a name that ends here; `limit` is where something else is named.
pub(crate) fn behind(chars: &[char], end: usize, limit: usize) -> Said {
    let chars = &chars[..limit.max(end).min(chars.len())];
    let mut at = end;
    for _ in 0..3 {
        let skip = BETWEEN.iter().find(|w| chars[at..].starts_with(w)).map_or(0, |w| w.len());
        let said = run(chars, at);
        if said.end > at || skip == 0 {
            break;
        }
        at += skip;
    }
    let said = run(chars, at);
    if said.end > at {
        return said;
    }
    // `翠竹苑南门进去的3幢`: only what says that it is a building
    for from in end..chars.len().min(end + 12) {
        let starts = from == 0 || !chars[from - 1].is_ascii_digit() && !is_numeral(chars[from - 1]);
        let building = |(_, _, noun): (usize, u16, Noun)| noun == Noun::Building;
        if starts && token(&chars[from..]).is_some_and(building) {
            return run(chars, from);
        }
    }
    Said { end, ..Said::default() }
}

/// The door right before a name that begins here: `3幢501室，翠竹苑`; also the other way round, `501室3幢翠竹苑`.
pub(crate) fn before(chars: &[char], start: usize) -> Option<(usize, Said)> {
    let close = |end: usize| chars[end..start].iter().all(|c| matches!(c, ',' | '的' | '在' | '-'));
    (start.saturating_sub(16)..start).find_map(|from| {
        if from > 0 && (chars[from - 1].is_ascii_digit() || is_numeral(chars[from - 1])) {
            return None;
        }
        let said = run(&chars[..start], from);
        (said.end > from && said.plain && close(said.end)).then_some((from, said))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> [u16; 5] {
        let chars = crate::text::Text::new(raw).chars;
        behind(&chars, 0, chars.len()).door.parts()
    }

    #[test]
    fn the_ways_people_say_a_door() {
        // group, building, unit, number, room
        for raw in [
            "3幢2单元501",
            "3-2-501",
            "三栋二单元五零一室漏水",
            "3号楼2单元501的门",
            "，第3幢2单元501室",
            "３幢 2-501",
        ] {
            assert_eq!(read(raw), [0, 3, 2, 0, 501], "{raw}");
        }
        for raw in ["3#501", "三栋五零一", "三栋五零一漏水了", "3-501", "小区3幢501"] {
            assert_eq!(read(raw), [0, 3, 0, 0, 501], "{raw}");
        }
        assert_eq!(read("3幢楼下垃圾桶2个"), [0, 3, 0, 0, 0]);
        assert_eq!(read("南门进去左手3幢"), [0, 3, 0, 0, 0]);
        assert_eq!(read("5楼漏水"), [0; 5]);
        assert_eq!(read("2个垃圾桶"), [0; 5]);
        assert_eq!(read("十二号门口"), [0, 0, 0, 12, 0]);
        assert_eq!(read("33号楼下垃圾桶"), [0, 0, 0, 33, 0]);
        assert_eq!(read("12号501"), [0, 0, 0, 12, 501]);
        assert_eq!(read("三组12号"), [3, 0, 0, 12, 0]);
    }

    #[test]
    fn a_door_before_its_name() {
        let text = |raw: &str| crate::text::Text::new(raw).chars;
        let chars = text("家住3幢2单元501室，翠竹苑");
        let (from, said) = before(&chars, chars.len() - 3).unwrap();
        assert_eq!((from, said.door.parts()), (2, [0, 3, 2, 0, 501]));
        let chars = text("501室2单元3幢翠竹苑");
        assert_eq!(before(&chars, chars.len() - 3).unwrap().1.door.parts(), [0, 3, 2, 0, 501]);
    }
}

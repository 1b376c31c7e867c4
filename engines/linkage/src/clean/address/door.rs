//! Numbers of an address: building, unit, room; group and number of a village.

/// Where in a compound or village. Letters stand from 1000 on (`A座` is 1001), 0 is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Door {
    /// 栋, 幢, 号楼, 座, #.
    pub building: u16,
    /// 单元, 门.
    pub unit: u16,
    /// 室, or the last number.
    pub room: u16,
    /// 组, 队, 社 of a village.
    pub group: u16,
    /// 号 of a village or yard.
    pub number: u16,
}

impl Door {
    /// All parts, the widest first.
    pub fn parts(self) -> [u16; 5] {
        [self.group, self.building, self.unit, self.number, self.room]
    }
    /// Whether nothing is said.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// The value of digits or Chinese numerals, if it is a number that doors have.
pub fn number(chars: &[char]) -> Option<u16> {
    let value = if chars.iter().all(char::is_ascii_digit) {
        chars.iter().try_fold(0u32, |n, c| Some((n * 10 + c.to_digit(10)?).min(99_999)))?
    } else {
        chinese(chars)?
    };
    u16::try_from(value).ok().filter(|&v| v > 0 && !chars.is_empty())
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|n| n == c).map(|n| n as u32).or(match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

/// Whether a character is one of a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    numeral(c).is_some() || c == '十' || c == '百'
}

/// `三`, `十二`, `二十`, `一百零五`, and digit by digit `五零一`.
fn chinese(chars: &[char]) -> Option<u32> {
    if !chars.iter().any(|c| matches!(c, '十' | '百')) {
        return chars.iter().try_fold(0u32, |n, &c| Some((n * 10 + numeral(c)?).min(99_999)));
    }
    let (mut sum, mut digit) = (0, None);
    for &c in chars {
        match c {
            '百' => sum += digit.take().unwrap_or(1) * 100,
            '十' => sum += digit.take().unwrap_or(1) * 10,
            c => digit = Some(numeral(c)?),
        }
    }
    Some(sum + digit.unwrap_or(0))
}

/// What follows a number and says what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// 栋, 幢, 号楼.
    Building,
    /// 单元.
    Unit,
    /// 室.
    Room,
    /// 层.
    Floor,
    /// 组.
    Group,
    /// 号.
    Number,
    /// A dash.
    Dash,
    /// Something else.
    Nothing,
}

const NOUNS: [(&[char], Noun); 20] = [
    (&['号', '楼'], Noun::Building),
    (&['#', '楼'], Noun::Building),
    (&['栋'], Noun::Building),
    (&['幢'], Noun::Building),
    (&['座'], Noun::Building),
    (&['#'], Noun::Building),
    (&['楼'], Noun::Building),
    (&['单', '元'], Noun::Unit),
    (&['门'], Noun::Unit),
    (&['室'], Noun::Room),
    (&['房'], Noun::Room),
    (&['户'], Noun::Room),
    (&['层'], Noun::Floor),
    (&['村', '民', '小', '组'], Noun::Group),
    (&['组'], Noun::Group),
    (&['队'], Noun::Group),
    (&['社'], Noun::Group),
    (&['号'], Noun::Number),
    (&['院'], Noun::Number),
    (&['-'], Noun::Dash),
];

fn noun(rest: &[char]) -> (Noun, usize) {
    let found = NOUNS.iter().find(|(mark, _)| rest.starts_with(mark));
    found.map_or((Noun::Nothing, 0), |(mark, noun)| (*noun, mark.len()))
}

/// A number at the front: its length, its value, what it counts, and the length of that word.
pub fn numbered(rest: &[char]) -> Option<(usize, u16, Noun, usize)> {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let (noun, len) = noun(&rest[digits..]);
        return Some((digits, number(&rest[..digits]).unwrap_or(0), noun, len));
    }
    if rest[0].is_ascii_uppercase() {
        let (noun, len) = noun(&rest[1..]);
        let building =
            noun == Noun::Building || (noun == Noun::Dash && rest.get(2).is_some_and(char::is_ascii_digit));
        let letter = 1001 + u16::try_from(u32::from(rest[0]) - u32::from('A')).unwrap_or(0);
        return building.then_some((1, letter, noun, len));
    }
    let numerals = rest.iter().take_while(|&&c| is_numeral(c)).count();
    if numerals == 0 {
        return None;
    }
    let (noun, len) = noun(&rest[numerals..]);
    let after = rest.get(numerals + len);
    let counts = match noun {
        // `滨江一号3栋`: a name
        Noun::Number => after.is_none(),
        Noun::Nothing => after.is_none() && numerals >= 3,
        // `三门峡`, `八里社`, `一楼` inside of a name
        Noun::Unit | Noun::Building | Noun::Group | Noun::Room | Noun::Floor | Noun::Dash => {
            after.is_none_or(|&c| c.is_ascii_digit() || is_numeral(c) || matches!(c, '第' | '-'))
                || len > 1
                || matches!(noun, Noun::Building)
        }
    };
    counts.then(|| number(&rest[..numerals])).flatten().map(|value| (numerals, value, noun, len))
}

/// Reads the numbers that follow the name of a place.
pub(super) fn doors(mut rest: &[char], door: &mut Door) {
    // numbers of a run like `3-2-501` or a last one without a word
    let mut bare: [u16; 4] = [0; 4];
    let mut bares = 0;
    while !rest.is_empty() {
        let Some((len, value, noun, word)) = numbered(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = &rest[len + word..];
        match noun {
            Noun::Building if door.building == 0 => door.building = value,
            Noun::Unit => door.unit = value,
            Noun::Room => door.room = value,
            Noun::Group => door.group = value,
            Noun::Floor | Noun::Building => {}
            Noun::Number if door.building != 0 || door.number != 0 => door.room = value,
            Noun::Number => door.number = value,
            Noun::Dash | Noun::Nothing if bares < bare.len() => {
                bare[bares] = value;
                bares += 1;
            }
            Noun::Dash | Noun::Nothing => {}
        }
    }
    settle(&bare[..bares], door);
}

/// What the numbers of a run without words mean.
pub fn settle(bare: &[u16], door: &mut Door) {
    match (bare, door.building, door.group) {
        ([building, unit, room], 0, 0) => (door.building, door.unit, door.room) = (*building, *unit, *room),
        ([building, room], 0, 0) => (door.building, door.room) = (*building, *room),
        ([unit, room], _, 0) if door.unit == 0 => (door.unit, door.room) = (*unit, *room),
        ([.., last], 0, 0) => door.number = *last,
        ([.., last], 0, _) if door.number == 0 => door.number = *last,
        ([.., last], _, _) if door.room == 0 => door.room = *last,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        let value = |s: &str| number(&s.chars().collect::<Vec<_>>());
        assert_eq!(
            [value("十"), value("十二"), value("二十"), value("一百零五"), value("五零一")],
            [Some(10), Some(12), Some(20), Some(105), Some(501)]
        );
    }
}

//! What is looked up: the blind words of a value, and what somebody typed into the search.

use crate::model::kind::{Field, FieldType, IdentityRole};
use crate::rules::ids;

/// Blind words of one address at most: each costs an entry of the index.
const ADDRESS_WORDS: usize = 3;
/// A shop may be called by a number, but by none of more digits, unless there are words besides.
const MOST_DIGITS: usize = 6;
/// Characters of all but few persons' names.
const LONGEST_NAME: usize = 3;

/// A name as it is compared: no blanks, no dots between the parts of a name, small letters.
pub fn name(text: &str) -> String {
    let skip = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '.' | '．' | '-');
    text.chars().filter(skip).flat_map(char::to_lowercase).collect()
}

/// An address as it is compared: wide characters as narrow ones, no blanks and marks.
pub fn address(text: &str) -> String {
    let narrow = |c: char| match u32::from(c) {
        n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let keep = |c: &char| c.is_alphanumeric();
    text.chars().map(narrow).filter(keep).flat_map(char::to_lowercase).collect()
}

const ENDS: &str = "省市县区镇乡村路街巷弄道号幢栋座楼层室院园苑厦组";

/// The parts of an address that tell it from others: a road, estate or building with the number behind it.
pub fn address_words(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = vec![];
    let mut piece = String::new();
    for c in address(text).chars() {
        piece.push(c);
        if ENDS.contains(c) {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    let numbered = |p: &String| p.starts_with(|c: char| c.is_ascii_digit());
    let mut words: Vec<String> = vec![];
    for pair in pieces.windows(2) {
        if numbered(&pair[1]) && !numbered(&pair[0]) {
            words.push(pair.concat());
        }
    }
    // without any number the last piece has to do
    if words.is_empty() {
        words.extend(pieces.pop().filter(|p| p.chars().count() > 1));
    }
    words.dedup();
    // the finest parts stand last
    words.split_off(words.len().saturating_sub(ADDRESS_WORDS))
}

/// The blind words of a value of a field: role and word.
pub fn of_field(field: &Field, value: &str) -> Vec<(IdentityRole, String)> {
    match field.role {
        None => vec![],
        Some(role @ IdentityRole::Identifier) => vec![(role, ids::plain(value))],
        Some(role @ IdentityRole::Phone) => vec![(role, ids::plain(value))],
        Some(role @ IdentityRole::Name) => vec![(role, name(value))],
        Some(role @ IdentityRole::Address) => address_words(value).into_iter().map(|w| (role, w)).collect(),
    }
}

/// Whether a text may name a place: a word as short as a person's name does so only with a number or the end of a road, an estate, a village.
fn may_be_address(text: &str) -> bool {
    text.chars().count() > LONGEST_NAME || text.contains(|c: char| c.is_ascii_digit() || ENDS.contains(c))
}

/// What may be meant by a text in the search, likeliest first.
pub fn asked(text: &str) -> Vec<(IdentityRole, String)> {
    let text = text.trim();
    let mut all = vec![];
    if let Ok(number) = ids::citizen(text) {
        all.push((IdentityRole::Identifier, number));
    }
    if let Ok(number) = ids::phone(text) {
        all.push((IdentityRole::Phone, number));
    }
    let plain = ids::plain(text);
    // letters and digits alone: some number; with other words it is none
    if plain.len() >= 3 && plain.chars().count() == text.chars().filter(|c| c.is_alphanumeric()).count() {
        all.push((IdentityRole::Identifier, plain));
    }
    let whole = name(text);
    // each word is looked for in every segment of every home: what cannot be a name is not looked for as one
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    if !whole.is_empty() && (digits <= MOST_DIGITS || !whole.is_ascii()) {
        all.push((IdentityRole::Name, whole));
    }
    if !text.is_ascii() && may_be_address(text) {
        all.extend(address_words(text).pop().map(|word| (IdentityRole::Address, word)));
    }
    all.dedup();
    all
}

/// A value shown in part: enough for its owner to recognise, no more.
pub fn masked(field: &Field, value: &str) -> String {
    let shape = match (field.datatype, field.role) {
        (_, Some(IdentityRole::Name)) => protect::Shape::Name,
        (FieldType::Phone, _) => protect::Shape::Phone,
        (FieldType::CitizenId, _) => {
            let head: String = value.chars().take(6).collect();
            let tail: String = value.chars().skip(value.chars().count().saturating_sub(1)).collect();
            return format!("{head}***********{tail}");
        }
        _ => protect::Shape::Other,
    };
    protect::mask(shape, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_address() {
        assert_eq!(address_words("福建省某市文献路 88号3栋502室"), ["文献路88号"]);
        assert_eq!(address_words("幸福小区３栋２单元"), ["幸福小区3栋"]);
        assert_eq!(address_words("东山村"), ["东山村"]);
        assert!(address_words("").is_empty());
    }

    #[test]
    fn what_was_typed() {
        let roles = |text: &str| asked(text).into_iter().map(|(role, _)| role.word()).collect::<Vec<_>>();
        assert_eq!(roles("360426199101010071"), ["id"]);
        assert_eq!(roles("13812345678"), ["phone", "id"]);
        assert_eq!(roles("7-11"), ["id", "name"]);
        assert_eq!(roles("张三丰"), ["name"]);
        assert_eq!(roles("东山村"), ["name", "address"]);
        assert_eq!(roles("凤凰花园"), ["name", "address"]);
        assert!(asked("文献路88号").contains(&(IdentityRole::Address, "文献路88号".into())));
    }
}

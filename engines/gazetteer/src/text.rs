//! A sentence as it is compared.

use linkage::clean::sound::{family, sound};
use linkage::narrow;

/// Characters that are looked at; what follows is somebody's story.
const LONGEST: usize = 200;

/// Characters, and how each sounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub chars: Vec<char>,
    pub families: Vec<u32>,
}

impl Text {
    /// Wide characters narrow, letters large, blanks gone, marks as `,`; a blank between two numbers is a dash.
    pub fn new(raw: &str) -> Self {
        let mut chars: Vec<char> = Vec::with_capacity(raw.len() / 3 + 4);
        let mut blank = false;
        for c in raw.chars().take(4 * LONGEST).map(narrow) {
            let c = match c {
                c if c.is_whitespace() || c.is_control() => {
                    blank = true;
                    continue;
                }
                '_' | '/' | '\\' => '-',
                '-' | '#' | '*' => c,
                c if c.is_alphanumeric() => c,
                _ => ',',
            };
            if blank && c.is_ascii_digit() && chars.last().is_some_and(char::is_ascii_digit) {
                chars.push('-');
            }
            blank = false;
            if c == ',' && chars.last() == Some(&',') {
                continue;
            }
            chars.extend(c.to_uppercase());
            if chars.len() >= LONGEST {
                break;
            }
        }
        chars.truncate(LONGEST);
        let families = chars.iter().map(|c| family(sound(*c))).collect();
        Self { chars, families }
    }
}

/// The name as it is compared: no marks.
pub(crate) fn name(raw: &str) -> Vec<char> {
    let mut chars = Text::new(raw).chars;
    chars.retain(|c| *c != ',');
    chars
}

//! Chinese personal names as people write them: with spaces, remarks, masks, titles.

use super::sound::sound;
use crate::text::narrow;

/// Surnames of two characters.
const COMPOUND: &str = "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 宇文 长孙 司徒 夏侯 轩辕 端木 独孤 南宫 西门 \
    公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 \
    壤驷 公良 拓跋 夹谷 宰父 谷梁 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 第五 完颜 纳兰 万俟 闻人 赫连";

/// What stands after a surname instead of a given name, and whose it is: `m`, `f`, or nobody's.
const TITLES: &[(&str, u8)] = &[
    ("先生", b'm'),
    ("女士", b'f'),
    ("小姐", b'f'),
    ("太太", b'f'),
    ("夫人", b'f'),
    ("阿姨", b'f'),
    ("大妈", b'f'),
    ("大娘", b'f'),
    ("大爷", b'm'),
    ("大伯", b'm'),
    ("叔叔", b'm'),
    ("大叔", b'm'),
    ("师傅", 0),
    ("老师", 0),
    ("同志", 0),
    ("医生", 0),
    ("经理", 0),
    ("老板", 0),
];

/// How much of a name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shown {
    /// Nothing.
    #[default]
    None,
    /// All of it.
    Full,
    /// Surname and some characters; the rest is masked.
    Masked,
    /// The surname alone: `张先生`.
    Family,
}

/// A cleaned name. Characters that a mask hides are `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Name {
    /// How much is known.
    pub shown: Shown,
    /// Sex told by a title: `m`, `f`, or 0.
    pub sex: u8,
    family: [char; 2],
    given: [char; 4],
    families: u8,
    givens: u8,
    sounds: [u32; 6],
}

impl Name {
    /// Characters of the surname.
    pub fn family(&self) -> &[char] {
        &self.family[..usize::from(self.families)]
    }
    /// Characters of the given name.
    pub fn given(&self) -> &[char] {
        &self.given[..usize::from(self.givens)]
    }
    /// Syllables of the surname.
    pub fn family_sound(&self) -> &[u32] {
        &self.sounds[..usize::from(self.families)]
    }
    /// Syllables of the given name.
    pub fn given_sound(&self) -> &[u32] {
        &self.sounds[2..2 + usize::from(self.givens)]
    }
}

/// The name without spaces, remarks and titles, as it is interned and counted; masks are `*`. Empty where nothing is left.
pub fn tidy(raw: &str, out: &mut String) {
    out.clear();
    let mut depth = 0usize;
    for c in raw.chars().map(narrow) {
        match c {
            '(' | '[' | '【' | '〔' | '<' | '《' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '*' | '×' | '✱' | '●' | '○' | '?' | '某' | '﹡' => out.push('*'),
            '·' | '•' | '.' | '-' | '\'' | '`' | ',' | '，' | '。' | '、' | '"' => {}
            c if c.is_whitespace() || c.is_control() => {}
            c => out.extend(c.to_uppercase()),
        }
    }
}

/// Takes a tidy name apart.
pub fn parse(tidy: &str) -> Name {
    let mut name = Name::default();
    let (bare, title) = TITLES
        .iter()
        .find_map(|(t, sex)| {
            tidy.strip_suffix(t).filter(|rest| !rest.is_empty()).map(|rest| (rest, Some(*sex)))
        })
        .unwrap_or((tidy, None));
    let chars: Vec<char> = bare.chars().collect();
    if chars.is_empty() || chars[0] == '*' {
        return name;
    }
    let two =
        chars.len() >= 2 && COMPOUND.split(' ').any(|s| s.trim().chars().eq(chars[..2].iter().copied()));
    let families = match (two, title) {
        (true, Some(_)) => 2,
        (true, None) if chars.len() > 2 => 2,
        _ => 1,
    };
    let rest = &chars[families..];
    let givens = rest.len().min(4);
    name.families = if families == 2 { 2 } else { 1 };
    name.family[..families].copy_from_slice(&chars[..families]);
    name.shown = match () {
        () if title.is_some() && rest.is_empty() => Shown::Family,
        () if rest.contains(&'*') => Shown::Masked,
        () if rest.is_empty() => Shown::Family,
        () => Shown::Full,
    };
    name.sex = title.unwrap_or(0);
    #[allow(clippy::cast_possible_truncation)] // at most four
    {
        name.givens = givens as u8;
    }
    name.given[..givens].copy_from_slice(&rest[..givens]);
    if let (Some(last), true) = (rest.last(), rest.len() > 4) {
        // a long name: its end tells more than its fourth character
        name.given[3] = *last;
    }
    for (at, c) in name.family().to_vec().into_iter().enumerate() {
        name.sounds[at] = sound(c);
    }
    for (at, c) in name.given().to_vec().into_iter().enumerate() {
        name.sounds[2 + at] = sound(c);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(raw: &str) -> (String, Name) {
        let mut out = String::new();
        tidy(raw, &mut out);
        let name = parse(&out);
        (out, name)
    }

    #[test]
    fn remarks_and_spaces_go() {
        for raw in ["张伟", "张 伟", "张伟(户主)", "张伟（租户）", "张　伟"] {
            let (tidy, name) = clean(raw);
            assert_eq!((tidy.as_str(), name.shown), ("张伟", Shown::Full), "{raw}");
        }
    }

    #[test]
    fn masks_and_titles_leave_the_surname() {
        let (_, name) = clean("张*伟");
        assert_eq!((name.shown, name.given()), (Shown::Masked, ['*', '伟'].as_slice()));
        let (_, name) = clean("欧阳女士");
        assert_eq!((name.shown, name.family(), name.sex), (Shown::Family, ['欧', '阳'].as_slice(), b'f'));
        let (_, name) = clean("张某某");
        assert_eq!(name.shown, Shown::Masked);
        assert_eq!(clean("**").1.shown, Shown::None);
    }

    #[test]
    fn surnames_of_two_characters_are_kept_together() {
        assert_eq!(clean("欧阳娜").1.family(), ['欧', '阳']);
        assert_eq!(clean("司马").1.family(), ['司']);
    }
}

//! Finding areas by what people type.

use super::Map;
use crate::model::Area;
use kernel::Text;
use std::sync::Arc;

/// Words that are looked at.
const WORDS: usize = 6;

impl Map {
    /// Areas by words that name them and those above them (`东门 幸福` finds 幸福社区 in 东门街道), or by the beginning of
    /// their code; the best first. Nothing is found without a word. Reads the whole map, which is in memory.
    pub fn search(&self, text: &str, most: usize) -> Vec<Arc<Area>> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
        let mut found: Vec<(bool, Arc<Area>)> = self
            .areas()
            .values()
            .filter(|area| self.is_meant(area, &words))
            .map(|area| {
                (words.iter().any(|word| begins(&area.name, word) || area.code == *word), area.clone())
            })
            .collect();
        // what begins so before what only has it, the larger before the smaller
        found.sort_by(|(a, x), (b, y)| b.cmp(a).then(x.depth.cmp(&y.depth)).then(x.code.cmp(&y.code)));
        found.into_iter().take(most).map(|(_, area)| area).collect()
    }

    /// Some word names the area itself, every other one too or an area above it.
    fn is_meant(&self, area: &Area, words: &[&str]) -> bool {
        let own = |word: &&str| names(&area.name, word) || area.code.to_lowercase().starts_with(*word);
        if !words.iter().any(own) {
            return false;
        }
        let above = |word: &str| {
            let codes = area.path.split('/').filter(|code| *code != area.code);
            codes.filter_map(|code| self.area(code)).any(|area| names(&area.name, word))
        };
        words.iter().all(|word| own(word) || above(word))
    }
}

fn names(name: &Text, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&name.zh) || name.en.as_deref().is_some_and(has)
}

fn begins(name: &Text, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().starts_with(word);
    has(&name.zh) || name.en.as_deref().is_some_and(has)
}

//! What roles and actions are called: `words.yaml`.

use kernel::Text;
use std::sync::LazyLock;

/// The words of the policy table.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Roles with their names, in the order in which they are shown.
    pub roles: Vec<(String, Text)>,
    /// Actions with their names.
    pub actions: Vec<(String, Text)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // part of the program; a test reads it
    serde_saphyr::from_str(include_str!("../words.yaml")).expect("words.yaml is well-formed")
});

impl Words {
    /// The words of `words.yaml`.
    pub fn builtin() -> &'static Self {
        &WORDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Policy, action};
    use std::collections::BTreeSet;

    #[test]
    fn every_role_and_action_has_its_words() {
        let words = Words::builtin();
        let codes =
            |all: &'static [(String, Text)]| all.iter().map(|(c, _)| c.as_str()).collect::<BTreeSet<_>>();
        assert_eq!(codes(&words.roles), Policy::builtin().roles().collect());
        assert_eq!(codes(&words.actions), action::ALL.iter().map(|a| a.name()).collect());
        let texts = words.roles.iter().chain(&words.actions);
        assert!(texts.clone().all(|(_, text)| text.en.as_deref().is_some_and(|en| !en.is_empty())));
    }
}

//! Words that forms bring along themselves, out of the catalogue of this crate.

use kernel::{Lang, Text};
use std::sync::LazyLock;

static ALL: LazyLock<web::Messages> = LazyLock::new(|| {
    web::Messages::merge([("forms", include_str!("../../messages.yaml"))]).unwrap_or_default()
});

/// Words in both languages; the code itself where there are none, which a test sees.
pub fn words(code: &str) -> Text {
    let say = |lang| ALL.get(code, lang).unwrap_or(code).to_owned();
    Text::new(say(Lang::Zh), say(Lang::En))
}

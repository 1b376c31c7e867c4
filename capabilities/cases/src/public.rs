//! The one projection for everybody: what the open protocol, the citizen map and public tiles show of a case. Only from
//! *accepted* on, only of public categories, only the fields that the pack names; numbers that may be personal are taken
//! out of the words.

use crate::model::Case;
use kernel::{Text, Timestamp};
use packs::Loaded;
use serde::Serialize;
use utoipa::ToSchema;

/// A case as everybody may see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct PublicCase {
    /// Its number, which is public.
    pub number: String,
    /// The pack.
    pub pack: String,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<crate::service::Named>,
    /// State; only its phase when the pack does not publish the status.
    pub state: crate::service::StateRef,
    /// Not ended.
    pub open: bool,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Names of the areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_names: Option<String>,
    /// The place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What was written, without numbers that may be personal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The unit that leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it was last touched.
    pub updated_at: Timestamp,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The deadline of the promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Address of the first public picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    /// Ids of all public pictures.
    #[serde(skip)]
    pub photos: Vec<String>,
}

/// Whether a field of a case may be shown to everybody.
pub fn shows(pack: &Loaded, case: &Case, field: &str) -> bool {
    case.is_public() && pack.publishes(field)
}

/// Words without numbers that may be somebody's: telephones, identity numbers, e-mail addresses, plates.
pub fn moderated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in split_words(text) {
        let digits = piece.chars().filter(char::is_ascii_digit).count();
        let plain = piece.chars().all(|c| c.is_ascii_graphic());
        let mail = plain && piece.contains('@') && piece.len() > 3;
        let number = plain && digits >= 7;
        let plate = plain && is_plate(piece);
        if mail || number || plate { out.push_str("***") } else { out.push_str(piece) }
    }
    out
}

/// Runs of visible ASCII, and everything between them.
fn split_words(text: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut start = 0;
    let mut inside = None;
    for (at, c) in text.char_indices() {
        let ascii = c.is_ascii_graphic();
        if inside.is_some_and(|was| was != ascii) {
            pieces.push(&text[start..at]);
            start = at;
        }
        inside = Some(ascii);
    }
    pieces.push(&text[start..]);
    pieces
}

/// `B12345`, `A·D12345`: a letter, then five or six letters and digits of which three are digits at least.
fn is_plate(word: &str) -> bool {
    let plain: String = word.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let upper = plain.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (6..=7).contains(&plain.len())
        && upper
        && plain.starts_with(|c: char| c.is_ascii_uppercase())
        && digits >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_taken_out() {
        assert_eq!(moderated("请打13812345678联系"), "请打***联系");
        assert_eq!(moderated("mail li@example.com please"), "mail *** please");
        assert_eq!(moderated("闽B12345占道"), "闽***占道");
        assert_eq!(moderated("138-1234-5678"), "***");
        for fine in ["路灯 23号 坏了3天", "5th Street 1200 block", "", "BUS12"] {
            assert_eq!(moderated(fine), fine);
        }
    }
}

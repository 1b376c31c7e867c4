//! Statements as named constants.

use std::borrow::Cow;

/// A statement with the name it has in logs and errors.
#[derive(Clone, Debug)]
pub struct Sql {
    /// The constant's name.
    pub name: &'static str,
    /// The one text for both databases.
    pub text: Cow<'static, str>,
}

impl Sql {
    /// A statement that was put together from a closed set of fragments (lists with filters): never from input.
    pub fn composed(name: &'static str, text: String) -> Self {
        Self { name, text: Cow::Owned(text) }
    }
}

/// Declares statements, and `STATEMENTS`, the list of them for the test that prepares each on both databases.
///
/// ```
/// db::sql! {
///     /// One unit by its code.
///     UNIT = "SELECT code, name FROM unit WHERE code = $1";
/// }
/// assert_eq!(STATEMENTS.len(), 1);
/// ```
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$meta])* pub const $name: $crate::Sql =
            $crate::Sql { name: stringify!($name), text: ::std::borrow::Cow::Borrowed($text) };)*
        /// Every statement of this module.
        pub const STATEMENTS: &[$crate::Sql] = &[$($name),*];
    };
}

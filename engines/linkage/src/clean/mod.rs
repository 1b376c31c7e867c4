//! From words to parts that can be compared.

pub mod address;
pub mod date;
pub mod digits;
pub mod name;
pub mod sound;

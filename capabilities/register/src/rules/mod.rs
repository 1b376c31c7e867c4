//! Pure rules: numbers with a check of their own, values, conditions, what is looked up, what stands in the chain.

pub mod disagree;
pub mod ids;
pub mod leaf;
pub mod matching;
pub mod met;
pub mod relation;
pub mod schema;
pub mod section;
pub mod things;
pub mod value;
pub mod words;

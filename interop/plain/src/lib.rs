//! For whoever comes without our scripts: the progress of a report as a plain page (`/t`), and public matters as an Atom feed
//! (`/feeds/cases.atom`, RFC 4287). Nothing here decides who may see what: `cases` does.
//!
//! Tables: none. Facts: none.

mod feed;
mod http;
mod page;

pub use http::{Parts, Plain, capabilities};

/// Words of the pages and the feed.
pub const MESSAGES: &str = include_str!("../messages.yaml");

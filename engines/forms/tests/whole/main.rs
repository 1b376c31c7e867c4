//! Workbooks in, XForms out: our own forms with what they become, mistakes with where they are, forms of others.

#![allow(clippy::unwrap_used, reason = "tests")]

mod any;
mod canonical;
mod compose;
mod mistakes;
mod others;
mod ours;

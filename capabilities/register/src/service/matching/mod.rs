//! Linkage (数据比对): runs that compare records across lists within a declared purpose, the queue of pairs that somebody has to look
//! at, and the things that come of it.

mod compare;
mod judge;
mod load;
mod queue;
mod run;
mod runs;
mod thing;
mod views;

pub use judge::{Judging, Parting};
pub use queue::PairQuery;
pub use run::Comparer;
pub use runs::{Asking, RunQuery};
pub use views::*;

use super::Register;
use crate::rules::matching::Matcher;
use crate::rules::schema::ReadyKind;
use kernel::{Refusal, Result};
use std::sync::Arc;

/// The id of a pair in addresses: home, lower and higher number.
pub(crate) fn pair_id(county: &str, a: i64, b: i64) -> String {
    format!("{county}~{}~{}", a.min(b), a.max(b))
}

/// Splits the id of a pair.
fn read_pair(id: &str) -> Result<(&str, i64, i64), Refusal> {
    let mut parts = id.rsplitn(3, '~');
    let (b, a, county) = (parts.next(), parts.next(), parts.next());
    let number = |text: Option<&str>| text?.parse::<i64>().ok().filter(|n| *n > 0);
    let read = county.zip(number(a)).zip(number(b)).filter(|((_, a), b)| a != b);
    let ((county, a), b) = read.ok_or_else(|| Refusal::not_found("register"))?;
    Ok((county, a.min(b), a.max(b)))
}

impl Register {
    /// A kind that can be compared.
    fn comparable(&self, field: &str, code: &str) -> Result<(Arc<ReadyKind>, Matcher), Refusal> {
        let kind = self.kind(field, code)?;
        match Matcher::of(&kind.kind) {
            Some(matcher) => Ok((kind, matcher)),
            None => {
                let registers = self.registers();
                let may = registers.kinds().iter().filter(|k| Matcher::of(&k.kind).is_some());
                let known: Vec<&str> = may.map(|k| k.kind.code.as_str()).collect();
                let refusal = Refusal::rule("register.not_comparable").at(field).got(code);
                Err(refusal.want(known.join(", ")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_pair_is_read_as_it_was_written() {
        assert_eq!(pair_id("3503~04", 9, 7), "3503~04~7~9");
        assert_eq!(read_pair("3503~04~7~9").unwrap(), ("3503~04", 7, 9));
        for wrong in ["", "K1~7", "K1~7~7", "K1~0~2", "K1~a~2"] {
            assert!(read_pair(wrong).is_err(), "{wrong}");
        }
    }
}

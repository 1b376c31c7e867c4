//! No statement reads a large table from end to end, or sorts one, however many rows there are: every statement of every
//! crate is explained on both databases. Lists that are composed have a test of their own (`capabilities/cases/tests/whole/lists.rs`).

use jingwei::app::App;
use std::collections::BTreeSet;
use testkit::plans::Plans;

/// Statements that do look at all rows, or sort them, and why they may.
const EXPECTED: &[(&str, &str)] = &[
    ("UNNUMBERED", "names the first fact without a position, once `verify` has counted that there is one"),
    ("ORPHANS", "`verify` looks at all there is"),
    ("VERSIONS", "`verify` looks at all there is"),
    ("DESKS", "`verify` looks at all there is"),
    ("PEOPLE", "`verify` looks at all there is"),
    ("POSTS", "`verify` looks at all there is"),
    ("ABSENCES", "`verify` looks at all there is"),
    ("SWEEP", "once an hour; sessions of a month"),
    ("OF_PERSON", "sorts the posts of one person"),
    ("ALL_OF_PERSON", "sorts the posts of one person"),
    ("COVERING", "sorts the posts that answer for one place"),
    ("ASTRAY", "a partial index of what lies outside its home, which is little; at most 1,000 of them"),
    ("COUNTS", "a partial index of what is not delivered yet"),
    ("LANES", "a lane for each case that waits to be told to one receiver"),
];

whole!(no_statement_reads_a_large_table_from_end_to_end, |whole| async move {
    let capabilities = whole.app.capabilities().unwrap();
    let of_capabilities = capabilities.iter().flat_map(|c| c.statements.iter().copied());
    let ctx = whole.system();
    let plans = Plans::open(&whole.app.db, &ctx).await;
    let mut faults = vec![];
    let mut seen = BTreeSet::new();
    for statement in App::platform_statements().into_iter().chain(of_capabilities).flatten() {
        let expected = EXPECTED.iter().any(|(name, _)| *name == statement.name);
        match plans.fault(statement, false).await {
            Some(_) if expected => drop(seen.insert(statement.name)),
            Some(fault) => faults.push(fault),
            None => {}
        }
    }
    assert!(faults.is_empty(), "{} statements\n{}", faults.len(), faults.join("\n\n"));
    assert!(seen.len() >= 4, "only {seen:?} were excused: is the list too long?");
});

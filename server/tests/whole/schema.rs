//! The schema can be spread over machines by county: every large table has `county` first in its primary key and in every
//! unique key, and no foreign key leaves it. What stands apart is listed here, with the reason.

use crate::support::Whole;
use db::{Row, Sql};
use std::collections::BTreeMap;

/// Tables without a county, and why that is no obstacle (docs/scale.md says what Citus makes of each).
const APART: &[(&str, &str)] = &[
    ("absence", "reference: days on which a person, who may work in several counties, does not work"),
    ("area", "reference: the map, a few thousand rows, in the memory of every node"),
    ("area_layer", "reference: the map"),
    ("area_map", "reference: one row"),
    ("area_past", "reference: the map"),
    ("blob", "found by its own id alone; its owner refers to it, never the other way"),
    ("blob_file", "one row for the same bytes wherever they came from, by their hash"),
    ("calendar", "reference: one row for an area that has its own"),
    ("case_home", "reference: which counties a number's first part means"),
    ("case_number_block", "one row a county and day, touched once for a block of numbers"),
    ("case_relocation", "one row each time that cases follow a changed map"),
    ("catalogue", "reference: who owes what"),
    ("client", "reference: programs with a key"),
    ("duty_desk", "reference: one row a desk"),
    ("duty_shift", "reference: the roster of the desks"),
    ("form", "reference: forms that are published"),
    ("form_caller_file", "what phones were promised last: replaced in place, gone after days"),
    ("form_instance", "which county an instance went to, known before the county is"),
    ("form_key", "found by a secret that says nothing of a county"),
    ("form_media", "reference: files of forms"),
    ("form_module", "reference: what departments ask"),
    ("form_module_version", "reference: the same, as it was proposed"),
    ("form_plan", "reference: how a version of a form is split"),
    ("form_version", "reference: forms that are published"),
    ("hand_over", "reference: one row a hand-over of a person, who may work in several counties"),
    ("idempotency", "a key is known before the county is; kept for 90 days"),
    ("job", "a queue: rows are gone when done"),
    ("login_attempt", "by login or address; a quarter of an hour"),
    ("notice_seen", "one row a person"),
    ("open311_post", "by client and number; gone when everybody sees the matter"),
    ("open311_token", "found by a secret that says nothing of a county"),
    ("pack_shelf", "reference: one row"),
    ("pack_state", "reference: packs"),
    ("pack_version", "reference: packs"),
    ("person", "reference: people of all counties hold posts in all of them"),
    ("post", "reference"),
    ("reader_built", "one row a reader"),
    ("reader_cursor", "one row a reader and county"),
    ("resident", "found by a keyed index of an address, which says nothing of a county"),
    ("resident_alert", "reference: an area above all counties can be followed too"),
    ("resident_attempt", "by address or sender; a day"),
    ("resident_code", "found by a secret; an hour"),
    ("resident_session", "found by a secret that says nothing of a county"),
    ("register_allowance", "one row a person and hour with reveals"),
    ("register_list", "reference: one row a list"),
    ("schema_migration", "reference: one row a migration"),
    ("session", "found by a secret that says nothing of a county"),
    ("staff_notice", "found by its reader, who may work in several counties"),
    ("unit", "reference"),
    ("unit_function", "reference"),
    ("upload", "found by a secret; a day"),
    ("vault_key", "reference: one row a key"),
    ("vault_walk", "one row a key and home while keys change"),
    ("webhook", "reference: one row a subscription"),
    ("write_probe", "one row"),
];

/// Table, columns of a unique key in their order.
const SQLITE_KEYS: &str = "SELECT m.name AS tab, (SELECT group_concat(name, ',') FROM
      (SELECT c.name FROM pragma_index_info(i.name) c ORDER BY c.seqno)) AS cols
    FROM sqlite_master m JOIN pragma_index_list(m.name) i
    WHERE m.type = 'table' AND i.\"unique\" = 1
    UNION ALL
    SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND c.pk = 1 AND NOT EXISTS
      (SELECT 1 FROM pragma_index_list(m.name) i WHERE i.origin = 'pk')";
const SQLITE_FOREIGN: &str = "SELECT m.name AS tab, f.\"from\" AS cols, f.\"table\" AS other
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";
const SQLITE_TABLES: &str =
    "SELECT name AS tab FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

const POSTGRES_KEYS: &str =
    "SELECT CAST(t.relname AS TEXT) AS tab, (SELECT string_agg(a.attname, ',' ORDER BY k.n)
      FROM unnest(i.indkey) WITH ORDINALITY k(att, n)
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.att) AS cols
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
    WHERE s.nspname = 'public' AND i.indisunique";
const POSTGRES_FOREIGN: &str = "SELECT CAST(conrelid AS regclass)::TEXT AS tab, conname::TEXT AS cols,
    CAST(confrelid AS regclass)::TEXT AS other FROM pg_constraint WHERE contype = 'f'";
const POSTGRES_TABLES: &str =
    "SELECT CAST(tablename AS TEXT) AS tab FROM pg_tables WHERE schemaname = 'public'";

async fn ask(whole: &Whole, sql: &str) -> Vec<Row> {
    let mut tx = whole.app.db.read().await.unwrap();
    tx.fetch_all(&Sql::composed("SCHEMA", sql.into()), vec![]).await.unwrap()
}

fn word(row: &Row, column: &str) -> String {
    row.get(column).unwrap()
}

whole!(a_county_can_be_moved_as_a_whole, |whole| async move {
    let sqlite = whole.app.db.is_sqlite();
    let pick = |one, other| if sqlite { one } else { other };
    let tables = ask(&whole, pick(SQLITE_TABLES, POSTGRES_TABLES)).await;
    let mut keys: BTreeMap<String, Vec<String>> =
        tables.iter().map(|row| (word(row, "tab"), vec![])).collect();
    for row in ask(&whole, pick(SQLITE_KEYS, POSTGRES_KEYS)).await {
        if let Some(keys) = keys.get_mut(&word(&row, "tab")) {
            keys.push(word(&row, "cols"));
        }
    }
    assert!(keys.len() > 30, "{keys:?}");
    let mut wrong = vec![];
    for (table, keys) in &keys {
        let apart = APART.iter().any(|(name, _)| name == table);
        let by_county = |key: &String| key == "county" || key.starts_with("county,");
        match (apart, keys.is_empty(), keys.iter().all(by_county)) {
            (_, true, _) => wrong.push(format!("{table} has no primary key")),
            (false, _, false) => wrong.push(format!("{table} has a key without county first: {keys:?}")),
            (true, _, true) => wrong.push(format!("{table} goes by county and need not be listed")),
            _ => {}
        }
    }
    let gone = APART.iter().filter(|(name, _)| !keys.contains_key(*name));
    wrong.extend(gone.map(|(name, _)| format!("{name} is listed and not there")));
    for row in ask(&whole, pick(SQLITE_FOREIGN, POSTGRES_FOREIGN)).await {
        wrong.push(format!(
            "a foreign key: {} {} → {}",
            word(&row, "tab"),
            word(&row, "cols"),
            word(&row, "other")
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

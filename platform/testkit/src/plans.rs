//! Query plans at the size of a city: which statements would read a large table from end to end, or sort without bound.
//!
//! SQLite plans without statistics (nobody runs ANALYZE), so that its plan is the same at every size. PostgreSQL gets
//! some thousand rows of a city's mixture in every table, and is then told that each table holds millions.

use db::{Db, DbError, Sql, Tx, args};
use kernel::Ctx;
use std::collections::BTreeMap;

/// Tables that stay small however large the city grows, and why. Every other table is taken for large.
pub const SMALL: &[(&str, &str)] = &[
    ("address_edition", "a row for each home"),
    ("area", "the map: some thousand areas, kept in memory"),
    ("area_layer", "the map"),
    ("area_map", "one row"),
    ("area_past", "the map"),
    ("calendar", "an area's calendar"),
    ("case_home", "a row for each home"),
    ("catalogue", "the dispatch catalogue: thousands"),
    ("client", "programs with a key"),
    ("county_head", "a row for each home"),
    ("fact_outbox", "what waits for the sequencer"),
    ("form", "forms that are published: thousands"),
    ("form_campaign", "lists that are handed down: hundreds"),
    ("form_module", "what departments ask: hundreds"),
    ("form_module_version", "the same, as it was proposed"),
    ("job", "work that waits; what is done is deleted"),
    ("login_attempt", "a window of some minutes"),
    ("pack_shelf", "one row"),
    ("pack_state", "packs"),
    ("pack_version", "packs"),
    ("paper_count", "rows of papers: homes times patterns times years"),
    ("reader_built", "readers"),
    ("reader_cursor", "readers times homes"),
    ("resident_attempt", "a day of asking for codes"),
    ("resident_code", "codes of an hour"),
    ("register_head", "a row for each home"),
    ("register_run", "comparisons of lists: hundreds"),
    ("register_list", "lists and how their columns become fields"),
    ("schema_migration", "migrations"),
    ("unit", "organisations: thousands"),
    ("unit_function", "what organisations can do"),
    ("webhook", "who is told: a handful"),
    ("upload", "files on their way in: a day of them"),
];

/// How many rows PostgreSQL is told of; two million where nothing is said.
const ROWS: &[(&str, i64)] = &[
    ("cases", 1_740_000),
    ("case_course", 1_740_000),
    ("case_task", 2_400_000),
    ("case_word", 5_000_000),
    ("fact", 14_000_000),
    ("fact_position", 14_000_000),
    ("person", 700_000),
    ("post", 30_000),
    ("protected", 6_000_000),
    ("protected_bundle", 16_000_000),
    ("register_key", 64_000_000),
    ("register_record", 16_000_000),
    ("register_source", 16_000_000),
    ("session", 100_000),
];

/// Values that come again, and how many there are of them; every other column differs from row to row.
const MIXTURE: &[(&str, i64)] = &[
    ("county", 12),
    ("state_key", 20),
    ("state", 20),
    ("phase", 9),
    ("pack", 10),
    ("case_type", 12),
    ("category", 120),
    ("channel", 6),
    ("priority", 4),
    ("unit", 400),
    ("to_unit", 400),
    ("kind", 8),
    ("action", 30),
    ("actor", 2_000),
    ("reporter", 2_000),
    ("person", 2_000),
    ("area", 1_500),
    ("area_path", 1_500),
    ("class", 4),
    ("system", 3),
    ("reader", 6),
    ("leads", 1),
    ("shelf", 1),
    ("seg", 61),
    ("place", 1_500),
    ("list", 32),
    ("source", 32),
];

/// What is seldom there: one row in so many.
const SELDOM: &[(&str, i64)] = &[
    ("is_open", 70),
    ("owed", 70),
    ("live", 60),
    ("due_at", 70),
    ("soon_at", 70),
    ("mark_at", 80),
    ("unused_since", 500),
    ("expires_at", 20),
    ("ended_at", 10),
    ("valid_to", 10),
];

const SAMPLE: i64 = 3_000;

const SORTS: &str = "sorts";

/// PostgreSQL may rather sort what it expects to be few; these are many.
const MANY: u64 = 10_000;

/// A database that believes it is a city's.
pub struct Plans<'a> {
    db: &'a Db,
    tables: Vec<String>,
}

impl<'a> Plans<'a> {
    /// Fills what has to be filled.
    pub async fn open(db: &'a Db, ctx: &Ctx) -> Self {
        let tables = tables(db).await;
        if !db.is_sqlite() {
            fill(db, ctx, &tables).await;
        }
        Self { db, tables }
    }

    /// Every table there is.
    pub fn tables(&self) -> &[String] {
        &self.tables
    }

    /// What is wrong with a statement's plan, with the plan; None when nothing is. `may_sort`: what it sorts is bounded.
    pub async fn fault(&self, sql: &Sql, may_sort: bool) -> Option<String> {
        let mut tx = self.db.read().await.expect("a snapshot");
        let plan = match tx.plan(sql).await {
            Ok(plan) => plan,
            Err(error) => return Some(format!("{}: {error}\n{}", sql.name, sql.text)),
        };
        let names = names(&sql.text, &self.tables);
        let mut faults =
            if tx.is_sqlite() { sqlite(&plan, &names) } else { postgres(&plan, &sql.text, &self.tables) };
        faults.retain(|fault| fault != SORTS || !may_sort);
        let engine = if tx.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        (!faults.is_empty())
            .then(|| format!("{} on {engine}: {}\n{}\n{plan}", sql.name, faults.join("; "), sql.text))
    }
}

fn is_large(table: &str) -> bool {
    !SMALL.iter().any(|(small, _)| *small == table)
}

/// Names and aliases of a statement's large tables.
fn names(text: &str, tables: &[String]) -> BTreeMap<String, String> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    let mut names = BTreeMap::new();
    for pair in words.windows(2) {
        let Some(table) = tables.iter().find(|t| t.as_str() == pair[0]).filter(|t| is_large(t)) else {
            continue;
        };
        names.insert(table.clone(), table.clone());
        names.insert(pair[1].to_owned(), table.clone());
    }
    if let Some(last) = words.last().filter(|w| tables.iter().any(|t| t == **w) && is_large(w)) {
        names.insert((*last).to_owned(), (*last).to_owned());
    }
    names
}

fn sqlite(plan: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = vec![];
    for line in plan.lines().map(str::trim) {
        let mut words = line.split(' ');
        if let (Some("SCAN"), Some(name)) = (words.next(), words.next())
            && let Some(table) = names.get(name)
            && !line.contains("VIRTUAL TABLE")
        {
            faults.push(format!("reads {table} from end to end"));
        }
        if line.contains("USE TEMP B-TREE") && !names.is_empty() {
            faults.push(SORTS.into());
        }
        if line.contains("AUTOMATIC") {
            faults.push("builds an index".into());
        }
    }
    faults
}

/// The large table that a step of PostgreSQL's plan reads.
fn large<'a>(line: &'a str, tables: &[String]) -> Option<&'a str> {
    let name = line.split(" on ").nth(1).and_then(|rest| rest.split(' ').next());
    name.filter(|name| is_large(name) && tables.iter().any(|table| table == name))
}

/// How many rows PostgreSQL expects of a step.
fn estimate(line: &str) -> u64 {
    let digits = line.split("rows=").nth(1).and_then(|rest| rest.split(' ').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX)
}

fn postgres(plan: &str, text: &str, tables: &[String]) -> Vec<String> {
    let mut faults = vec![];
    let lines: Vec<&str> = plan.lines().map(|l| l.trim().trim_start_matches("->").trim()).collect();
    let large = |line| large(line, tables);
    let touches = lines.iter().any(|line: &&str| line.contains("Scan") && large(line).is_some());
    for (n, line) in lines.iter().enumerate() {
        if line.contains("Seq Scan on")
            && let Some(table) = large(line)
        {
            faults.push(format!("reads {table} from end to end"));
        }
        let index = line.starts_with("Index Scan") || line.starts_with("Index Only Scan");
        let unbounded = index && !lines.get(n + 1).is_some_and(|next| next.starts_with("Index Cond"));
        if unbounded
            && !text.contains("LIMIT")
            && let Some(table) = large(line)
        {
            faults.push(format!("reads an index of {table} from end to end"));
        }
        let sorts = line.starts_with("Sort  (") || line.starts_with("Incremental Sort  (");
        if sorts && touches && estimate(line) > MANY {
            faults.push(SORTS.into());
        }
    }
    faults
}

async fn tables(db: &Db) -> Vec<String> {
    let text = match db.is_sqlite() {
        true => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        false => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        }
    };
    let mut tx = db.read().await.expect("a snapshot");
    let rows = tx.fetch_all(&Sql::composed("TABLES", text.into()), vec![]).await.expect("tables");
    rows.iter().map(|row| row.get("name").expect("a name")).collect()
}

async fn fill(db: &Db, ctx: &Ctx, tables: &[String]) {
    let tables = tables.to_vec();
    let done: Result<(), DbError> = db
        .write(ctx, move |tx| {
            let tables = tables.clone();
            Box::pin(async move {
                for table in tables.iter().filter(|t| *t != "schema_migration") {
                    fill_table(tx, table).await?;
                }
                Ok(())
            })
        })
        .await;
    done.expect("tables are filled");
}

async fn fill_table(tx: &mut Tx, table: &str) -> Result<(), DbError> {
    let columns = "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS type,
        is_nullable = 'YES' AS empty FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1";
    let columns = tx.fetch_all(&Sql::composed("COLUMNS", columns.into()), args![table]).await?;
    let (mut names, mut values) = (vec![], vec![]);
    for column in &columns {
        let (name, kind): (String, String) = (column.get("name")?, column.get("type")?);
        values.push(value(&name, &kind, column.get("empty")?));
        names.push(name);
    }
    let rows = if is_large(table) { SAMPLE } else { 200 };
    let insert = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM generate_series(1, {rows}) AS g(i) ON CONFLICT DO NOTHING",
        names.join(", "),
        values.join(", ")
    );
    tx.execute(&Sql::composed("FILL", insert), vec![]).await?;
    tx.execute(&Sql::composed("ANALYZE", format!("ANALYZE {table}")), vec![]).await?;
    if is_large(table) {
        let told = ROWS.iter().find(|(name, _)| *name == table).map_or(2_000_000, |(_, n)| *n);
        let factor = told / SAMPLE;
        // the table and its indexes: so many times what is there
        let tell = format!(
            "UPDATE pg_class SET reltuples = reltuples * {factor} WHERE oid = '{table}'::regclass
             OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = '{table}'::regclass)"
        );
        tx.execute(&Sql::composed("TELL", tell), vec![]).await?;
    }
    Ok(())
}

/// What a column holds in row `g.i`.
fn value(name: &str, kind: &str, may_be_empty: bool) -> String {
    let seldom = SELDOM.iter().find(|(n, _)| *n == name).map(|(_, n)| *n);
    if kind == "boolean" {
        return match (seldom, name) {
            (Some(n), _) => format!("g.i % {n} = 0"),
            (None, "is_public") => "g.i % 10 <> 0".into(),
            _ => "g.i % 2 = 0".into(),
        };
    }
    let mixed = MIXTURE.iter().find(|(n, _)| *n == name).map(|(_, n)| *n);
    let number = mixed.map_or_else(|| "g.i".to_owned(), |n| format!("(g.i * 7919 % {n})"));
    let value = match kind {
        "bigint" | "double precision" => number,
        "bytea" | "USER-DEFINED" => "'x'::bytea".into(),
        _ => format!("'v' || lpad({number}::text, 8, '0')"),
    };
    match seldom.filter(|_| may_be_empty) {
        Some(n) => format!("CASE WHEN g.i % {n} = 0 THEN {value} END"),
        None => value,
    }
}

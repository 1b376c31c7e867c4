//! How a source's columns become fields: a mapping, remembered for the next time.

use super::Register;
use crate::model::{MAPPED, PREFIX, VISIT};
use crate::rules::schema::ReadyKind;
use crate::store;
use authz::{Thing, action};
use cases::import::map::Field as Column;
use geometry::Datum;
use kernel::{Ctx, Refusal, Result, Timestamp};
use ledger::NewFact;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The home of what is set up for the whole deployment.
const GLOBAL: &str = "global";

/// A mapping.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The source's own key of a row: what makes a row the same row next time.
    pub key: Column,
    /// The state of the data: a day, or a column with one. The day of the import when not given.
    #[serde(default)]
    pub as_of: Option<Dated>,
    /// The column with the code of an area.
    #[serde(default)]
    pub area: Option<Column>,
    /// One area for all rows.
    #[serde(default)]
    pub at: Option<String>,
    /// Degrees east, where there is no area.
    #[serde(default)]
    pub lon: Option<Column>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<Column>,
    /// The datum of the coordinates.
    #[serde(default)]
    pub datum: Datum,
    /// Field → column, or column and values.
    pub fields: BTreeMap<String, Mapped>,
    /// Relation → the column that names the other record.
    #[serde(default)]
    pub relations: BTreeMap<String, Linked>,
    /// What stands between the columns of a CSV file.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// The sheet of a workbook; the first when not given.
    #[serde(default)]
    pub sheet: Option<String>,
}

fn comma() -> char {
    ','
}

/// When the data stood so.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Dated {
    /// In a column.
    Column {
        /// The column.
        column: Column,
    },
    /// On a day.
    Day(String),
}

/// Where a field comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Mapped {
    /// A column, or a template over several.
    Plain(Column),
    /// A column whose words stand for others.
    Coded {
        /// The column.
        column: Column,
        /// Word → code; words that are not listed stay as they are.
        #[serde(default)]
        values: BTreeMap<String, String>,
    },
}

/// Where a relation comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The column that names the other record.
    pub column: Column,
    /// By what it names it.
    #[serde(default)]
    pub by: By,
    /// The list of the other record: needed for `by: key`, else it narrows what is found.
    #[serde(default)]
    pub source: Option<String>,
    /// The column with the first day.
    #[serde(default)]
    pub from: Option<Column>,
    /// The column with the last day.
    #[serde(default)]
    pub until: Option<Column>,
}

/// How a row names another record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By a number that belongs to it alone: a field with the role `identifier`.
    #[default]
    Identifier,
    /// By the key that its row has in its own list.
    Key,
}

impl Mapped {
    /// The column.
    pub fn column(&self) -> &Column {
        match self {
            Self::Plain(column) | Self::Coded { column, .. } => column,
        }
    }

    /// The text of a record.
    pub fn read(&self, cell: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        match self {
            Self::Plain(column) => column.read(cell),
            Self::Coded { column, values } => {
                let text = column.read(cell)?;
                Some(values.get(&text).cloned().unwrap_or(text))
            }
        }
    }
}

impl Mapping {
    /// Reads a mapping and holds it against the kind.
    ///
    /// # Errors
    /// `register.mapping` says what is wrong.
    pub fn read(kind: &ReadyKind, value: &Value) -> Result<Self, Refusal> {
        let wrong = |why: String| Refusal::invalid("mapping", "", why);
        let mapping: Self = serde_path_to_error::deserialize(value)
            .map_err(|e| wrong(format!("{}: {}", e.path(), e.inner())))?;
        if let Some(field) = mapping.fields.keys().find(|f| kind.field(f).is_none()) {
            let known: Vec<&str> = kind.kind.fields.iter().map(|f| f.code.as_str()).collect();
            return Err(wrong(format!("fields: no field {field:?}; there are: {}", known.join(", "))));
        }
        let required = kind.kind.fields.iter().filter(|f| f.required);
        if let Some(field) = required.into_iter().find(|f| !mapping.fields.contains_key(&f.code)) {
            return Err(wrong(format!("fields: {:?} is required", field.code)));
        }
        let placed = mapping.area.is_some() || mapping.at.is_some() || mapping.lon.is_some();
        if !placed {
            return Err(wrong("one of area, at, lon and lat says where a row belongs".into()));
        }
        if let Some(Dated::Day(day)) = &mapping.as_of
            && crate::rules::ids::day(day).is_err()
        {
            return Err(wrong(format!("as_of: {day:?} is no day such as 2026-10-31")));
        }
        for (code, linked) in &mapping.relations {
            let known = || kind.kind.relations.iter().map(|r| r.code.as_str()).collect::<Vec<_>>().join(", ");
            let Some(relation) = kind.kind.relations.iter().find(|r| r.code == *code) else {
                return Err(wrong(format!("relations: no relation {code:?}; there are: {}", known())));
            };
            if !relation.dated && (linked.from.is_some() || linked.until.is_some()) {
                return Err(wrong(format!("relations: {code:?} has no dates")));
            }
            if linked.by == By::Key && linked.source.is_none() {
                return Err(wrong(format!(
                    "relations: {code:?} by key needs source, the other record's list"
                )));
            }
        }
        Ok(mapping)
    }

    /// Every column it reads.
    pub fn columns(&self) -> Vec<&str> {
        let dated = match &self.as_of {
            Some(Dated::Column { column }) => Some(column),
            _ => None,
        };
        let options = [self.area.as_ref(), self.lon.as_ref(), self.lat.as_ref(), dated, Some(&self.key)];
        let fields = self.fields.values().map(Mapped::column);
        let linked = self.relations.values();
        let linked = linked.flat_map(|l| [Some(&l.column), l.from.as_ref(), l.until.as_ref()]).flatten();
        options.into_iter().flatten().chain(fields).chain(linked).flat_map(Column::columns).collect()
    }
}

/// A mapping file as JSON.
///
/// # Errors
/// Where it is no YAML.
pub fn mapping_of(yaml: &str) -> Result<Value, String> {
    serde_saphyr::from_str(yaml).map_err(|e| e.to_string())
}

/// A list that came in, or will.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterList)]
pub struct ListView {
    /// The kind.
    pub kind: String,
    /// The source.
    pub source: String,
    /// How its columns become fields.
    #[schema(value_type = Object)]
    pub mapping: Value,
    /// Since when.
    pub updated_at: Timestamp,
    /// By whom.
    pub updated_by: String,
}

/// A source is named in streams and addresses.
pub(crate) fn check_source(source: &str) -> Result<(), Refusal> {
    let fits = (1..=60).contains(&source.len())
        && source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
    match fits {
        true if source == VISIT => {
            Err(Refusal::invalid("source", source, "another name: visits enter there"))
        }
        true => Ok(()),
        false => Err(Refusal::invalid("source", source, "1 to 60 small letters, digits, -, _ and .")),
    }
}

impl Register {
    /// All lists with their mappings.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn lists(&self, ctx: &Ctx) -> Result<Vec<ListView>> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_IMPORT)?;
        let rows = store::read::mappings(&mut self.db().read().await?).await?;
        let view = |(kind, source, mapping, at, updated_by): (String, String, String, i64, String)| {
            let mapping = serde_json::from_str(&mapping)?;
            Ok(ListView { kind, source, mapping, updated_at: Timestamp(at), updated_by })
        };
        rows.into_iter().map(view).collect()
    }

    /// Remembers how a source's columns become fields.
    ///
    /// # Errors
    /// `action.forbidden`; what is wrong with the mapping.
    pub async fn set_mapping(
        &self,
        ctx: &Ctx,
        kind: &str,
        source: &str,
        mapping: &Value,
    ) -> Result<ListView> {
        let grant = authz::require(&ctx.actor, action::REGISTER_IMPORT, &Thing::of("register"))?;
        let ctx = grant.map_or_else(|| ctx.clone(), |g| ctx.clone().in_post(g.post.clone()));
        check_source(source)?;
        let ready = self.kind("kind", kind)?;
        Mapping::read(&ready, mapping)?;
        let text = mapping.to_string();
        if text.len() > 100_000 {
            return Err(Refusal::invalid("mapping", text.len(), "at most 100,000 bytes").into());
        }
        let (k, s, inner) = (kind.to_owned(), source.to_owned(), ctx.clone());
        let view = ListView {
            kind: k.clone(),
            source: s.clone(),
            mapping: mapping.clone(),
            updated_at: ctx.now,
            updated_by: ctx.actor.id.clone(),
        };
        self.db()
            .write(&ctx, move |tx| {
                let (k, s, text, ctx) = (k.clone(), s.clone(), text.clone(), inner.clone());
                Box::pin(async move {
                    let mut head = ledger::open(tx, GLOBAL, &format!("{PREFIX}mapping/{k}/{s}")).await?;
                    let known = store::read::mapping(tx, &k, &s).await?;
                    if known.is_some_and(|(known, ..)| known == text) {
                        return Ok(());
                    }
                    store::write::map(tx, (&k, &s), &text, (ctx.now.0, &ctx.actor.id)).await?;
                    // the hash alone: what a column is called is somebody's free text
                    let hash =
                        ledger::hash_fields(&[Some(b"jingwei.register.mapping.1"), Some(text.as_bytes())]);
                    let fact = NewFact::new(MAPPED, 1, &json!({ "kind": k, "source": s, "hash": hash }))?;
                    ledger::append(tx, &ctx, &mut head, &[fact]).await?;
                    Ok::<_, kernel::Failure>(())
                })
            })
            .await?;
        Ok(view)
    }

    /// The mapping of a source.
    pub(crate) async fn mapping(&self, kind: &str, source: &str) -> Result<Option<Value>> {
        let row = store::read::mapping(&mut self.db().read().await?, kind, source).await?;
        Ok(row.map(|(text, ..)| serde_json::from_str(&text)).transpose()?)
    }
}

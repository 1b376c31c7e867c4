//! All SQL of the grid, and nothing but SQL and row mapping.

use db::{DbError, Row, Tx, Value, args};
use kernel::{Text, Timestamp};

use crate::model::Area;
use crate::profile::Profile;
use crate::rules::plan::Stored;

db::sql! {
    /// The map's row.
    MAP = "SELECT version, profile, digest FROM area_map WHERE id = 1";
    /// The map's version alone, asked often.
    VERSION = "SELECT version FROM area_map WHERE id = 1";
    /// The first map.
    INSERT_MAP = "INSERT INTO area_map (id, version, profile, digest, changed_at) VALUES (1, $1, $2, $3, $4)
                  ON CONFLICT (id) DO NOTHING";
    /// The next map, if nobody was faster.
    UPDATE_MAP = "UPDATE area_map SET version = $1, profile = $2, digest = $3, changed_at = $4
                  WHERE id = 1 AND version = $5";
    /// A page of areas in the order of their keys.
    AREAS = "SELECT layer, code, level, parent, path, name_zh, name_en, kind, geometry, west, south, east, north,
                    area_m2, valid_from, valid_to, successors, aliases, digest
             FROM area WHERE (layer, code) > ($1, $2) ORDER BY layer, code LIMIT 500";
    /// A page of one layer, or of the tree.
    AREAS_OF = "SELECT layer, code, level, parent, path, name_zh, name_en, kind, geometry, west, south, east, north,
                       area_m2, valid_from, valid_to, successors, aliases, digest
                FROM area WHERE layer = $1 AND code > $2 ORDER BY code LIMIT 500";
    /// One area with its ground.
    AREA = "SELECT layer, code, level, parent, path, name_zh, name_en, kind, geometry, west, south, east, north,
                   area_m2, valid_from, valid_to, successors, aliases, digest
            FROM area WHERE layer = $1 AND code = $2";
    /// Areas of the tree by their codes.
    BY_CODE = "SELECT layer, code, level, parent, path, name_zh, name_en, kind, geometry, west, south, east, north,
                      area_m2, valid_from, valid_to, successors, aliases, digest
               FROM area WHERE layer = '' AND code IN (SELECT value FROM json_each(CAST($1 AS TEXT))) ORDER BY code";
    /// A page of what stands or stood under an area of the tree.
    UNDER = "SELECT layer, code, level, parent, path, name_zh, name_en, kind, geometry, west, south, east, north,
                    area_m2, valid_from, valid_to, successors, aliases, digest
             FROM area WHERE layer = '' AND path > $1 AND path < $2 ORDER BY path LIMIT 500";
    /// Writes one area.
    UPSERT = "INSERT INTO area (layer, code, level, parent, path, name_zh, name_en, kind, geometry,
                                west, south, east, north, area_m2, valid_from, valid_to, successors, aliases,
                                digest, changed_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
              ON CONFLICT (layer, code) DO UPDATE SET
                level = excluded.level, parent = excluded.parent, path = excluded.path,
                name_zh = excluded.name_zh, name_en = excluded.name_en, kind = excluded.kind,
                geometry = excluded.geometry, west = excluded.west, south = excluded.south,
                east = excluded.east, north = excluded.north, area_m2 = excluded.area_m2,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                successors = excluded.successors, aliases = excluded.aliases,
                digest = excluded.digest, changed_at = excluded.changed_at";
    /// A page of hashes, in the order of their keys.
    DIGESTS = "SELECT layer, code, digest FROM area WHERE (layer, code) > ($1, $2)
               ORDER BY layer, code LIMIT 2000";
    /// Keeps what an area was.
    KEEP = "INSERT INTO area_past (layer, code, until, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (layer, code, until) DO NOTHING";
    /// What an area was, newest first.
    PAST = "SELECT until, body FROM area_past WHERE layer = $1 AND code = $2 ORDER BY until DESC";
    /// All layers.
    LAYERS = "SELECT code, name_zh, name_en FROM area_layer ORDER BY code";
    /// Writes a layer's name.
    UPSERT_LAYER = "INSERT INTO area_layer (code, name_zh, name_en) VALUES ($1, $2, $3)
                    ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en";
}

/// The map's row.
#[derive(Debug, Clone)]
pub struct MapRow {
    /// Counts the changes.
    pub version: i64,
    /// The code profile.
    pub profile: Profile,
    /// Hash over all areas and layers.
    pub digest: String,
}

/// The map's row, nothing while there is no map.
pub async fn map(tx: &mut Tx) -> Result<Option<MapRow>, DbError> {
    let Some(row) = tx.fetch_optional(&MAP, vec![]).await? else { return Ok(None) };
    let profile = serde_json::from_str(&row.get::<String>("profile")?)
        .map_err(|e| DbError::Column("area_map.profile".into(), e.to_string()))?;
    Ok(Some(MapRow { version: row.get("version")?, profile, digest: row.get("digest")? }))
}

/// The version of the map, 0 while there is none.
pub async fn version(tx: &mut Tx) -> Result<i64, DbError> {
    match tx.fetch_optional(&VERSION, vec![]).await? {
        Some(row) => row.get("version"),
        None => Ok(0),
    }
}

/// Moves the map on from version `from`; false if somebody was faster.
pub async fn set_map(
    tx: &mut Tx,
    from: i64,
    profile: &Profile,
    digest: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let text =
        serde_json::to_string(profile).map_err(|e| DbError::Column("profile".into(), e.to_string()))?;
    if from == 0 {
        return Ok(tx.execute(&INSERT_MAP, args![1i64, text, digest, now]).await? == 1);
    }
    let moved = tx.execute(&UPDATE_MAP, args![from + 1, text, digest, now, from]).await?;
    Ok(moved == 1)
}

/// All areas of the tree and of every layer, handed over page by page in the order of (layer, code).
pub async fn each_page(
    tx: &mut Tx,
    mut page: impl FnMut(Vec<Stored>) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let mut after = (String::new(), String::new());
    loop {
        let rows = tx.fetch_all(&AREAS, args![&after.0, &after.1]).await?;
        let areas = rows.iter().map(stored).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = areas.last() else { return Ok(()) };
        after = (last.layer.clone(), last.area.code.clone());
        page(areas)?;
    }
}

/// All areas of one layer, or of the tree.
pub async fn areas_of(tx: &mut Tx, layer: &str) -> Result<Vec<Stored>, DbError> {
    let mut out: Vec<Stored> = Vec::new();
    loop {
        let after = out.last().map(|s| s.area.code.clone()).unwrap_or_default();
        let rows = tx.fetch_all(&AREAS_OF, args![layer, after]).await?;
        if rows.is_empty() {
            return Ok(out);
        }
        for row in &rows {
            out.push(stored(row)?);
        }
    }
}

/// One area with its ground.
pub async fn area(tx: &mut Tx, layer: &str, code: &str) -> Result<Option<Stored>, DbError> {
    tx.fetch_optional(&AREA, args![layer, code]).await?.as_ref().map(stored).transpose()
}

/// Areas of the tree by their codes, also those that have ended.
pub async fn areas_by_code(tx: &mut Tx, codes: &[&str]) -> Result<Vec<Stored>, DbError> {
    let rows = tx.fetch_all(&BY_CODE, args![serde_json::json!(codes).to_string()]).await?;
    rows.iter().map(stored).collect()
}

/// All areas of the tree under a path, also those that have ended.
pub async fn areas_under(tx: &mut Tx, path: &str) -> Result<Vec<Stored>, DbError> {
    // '0' is the character after '/'
    let (mut after, end) = (format!("{path}/"), format!("{path}0"));
    let mut out: Vec<Stored> = Vec::new();
    loop {
        let rows = tx.fetch_all(&UNDER, args![&after, &end]).await?;
        if rows.is_empty() {
            return Ok(out);
        }
        for row in &rows {
            out.push(stored(row)?);
        }
        after = out.last().map(|s| s.area.path.clone()).unwrap_or_default();
    }
}

const COLUMNS: &[&str] = &[
    "layer",
    "code",
    "level",
    "parent",
    "path",
    "name_zh",
    "name_en",
    "kind",
    "geometry",
    "west",
    "south",
    "east",
    "north",
    "area_m2",
    "valid_from",
    "valid_to",
    "successors",
    "aliases",
    "digest",
    "changed_at",
];

fn columns(row: &Stored, now: Timestamp) -> Result<Vec<Value>, DbError> {
    let a = &row.area;
    let corner = |i: usize| a.bbox.map(|b| b[i]);
    Ok(args![
        &row.layer,
        &a.code,
        &a.level,
        a.parent.clone(),
        &a.path,
        &a.name.zh,
        a.name.en.clone(),
        a.kind.as_str(),
        row.geometry.clone(),
        corner(0),
        corner(1),
        corner(2),
        corner(3),
        a.area_m2,
        a.valid_from,
        a.valid_to,
        json(&a.successors)?,
        json(&row.aliases)?,
        &row.digest,
        now,
    ])
}

/// Writes areas that are known to be new, by the database's bulk path.
pub async fn insert(tx: &mut Tx, rows: &[Stored], now: Timestamp) -> Result<(), DbError> {
    let rows = rows.iter().map(|r| columns(r, now)).collect::<Result<Vec<_>, _>>()?;
    tx.bulk_insert("area", COLUMNS, &rows).await
}

/// Writes areas over those of the same code.
pub async fn update(tx: &mut Tx, rows: &[Stored], now: Timestamp) -> Result<(), DbError> {
    for row in rows {
        tx.execute(&UPSERT, columns(row, now)?).await?;
    }
    Ok(())
}

/// Hash over the whole map: the profile, the layers' names and the hashes of all areas, in order.
pub async fn digest(tx: &mut Tx, profile: &Profile, like: Option<&str>) -> Result<String, DbError> {
    let hash = |fields: &[Option<&[u8]>]| match like {
        Some(like) => ledger::same_digest(like, fields).unwrap_or_default(),
        None => ledger::hash_fields(fields),
    };
    let text =
        serde_json::to_string(profile).map_err(|e| DbError::Column("profile".into(), e.to_string()))?;
    let mut sum = hash(&[Some(b"jingwei.map.1"), Some(text.as_bytes())]);
    for (code, name) in layers(tx).await? {
        let en = name.en.as_deref().map(str::as_bytes);
        sum = hash(&[Some(sum.as_bytes()), Some(code.as_bytes()), Some(name.zh.as_bytes()), en]);
    }
    let mut after = (String::new(), String::new());
    loop {
        let rows = tx.fetch_all(&DIGESTS, args![&after.0, &after.1]).await?;
        if rows.is_empty() {
            return Ok(sum);
        }
        for row in rows {
            after = (row.get("layer")?, row.get("code")?);
            let own: String = row.get("digest")?;
            let fields = [sum.as_bytes(), after.0.as_bytes(), after.1.as_bytes(), own.as_bytes()];
            sum = hash(&fields.map(Some));
        }
    }
}

/// Keeps what areas were until now.
pub async fn keep(tx: &mut Tx, past: &[Stored], now: Timestamp) -> Result<(), DbError> {
    for row in past {
        let body = serde_json::json!({ "area": row.area, "geometry": row.geometry, "aliases": row.aliases });
        tx.execute(&KEEP, args![&row.layer, &row.area.code, now, body.to_string()]).await?;
    }
    Ok(())
}

/// What an area was, newest first: until when, and its JSON.
pub async fn past(tx: &mut Tx, layer: &str, code: &str) -> Result<Vec<(Timestamp, String)>, DbError> {
    let rows = tx.fetch_all(&PAST, args![layer, code]).await?;
    rows.iter().map(|r| Ok((r.get("until")?, r.get("body")?))).collect()
}

/// Code and name of every layer.
pub async fn layers(tx: &mut Tx) -> Result<Vec<(String, Text)>, DbError> {
    let rows = tx.fetch_all(&LAYERS, vec![]).await?;
    rows.iter().map(|r| Ok((r.get("code")?, name(r)?))).collect()
}

/// Writes a layer's name.
pub async fn write_layer(tx: &mut Tx, code: &str, name: &Text) -> Result<(), DbError> {
    tx.execute(&UPSERT_LAYER, args![code, &name.zh, name.en.clone()]).await.map(drop)
}

fn json(list: &[String]) -> Result<String, DbError> {
    serde_json::to_string(list).map_err(|e| DbError::Column("list".into(), e.to_string()))
}

fn name(row: &Row) -> Result<Text, DbError> {
    Ok(Text { zh: row.get("name_zh")?, en: row.get("name_en")? })
}

fn list(row: &Row, column: &str) -> Result<Vec<String>, DbError> {
    serde_json::from_str(&row.get::<String>(column)?)
        .map_err(|e| DbError::Column(column.into(), e.to_string()))
}

fn bounds(row: &Row) -> Result<Option<[f64; 4]>, DbError> {
    let corner = |name| row.get::<Option<f64>>(name);
    let all = (corner("west")?, corner("south")?, corner("east")?, corner("north")?);
    Ok(match all {
        (Some(w), Some(s), Some(e), Some(n)) => Some([w, s, e, n]),
        _ => None,
    })
}

/// Position and kind of the level are the profile's to say: see [`Stored::with_profile`].
fn stored(row: &Row) -> Result<Stored, DbError> {
    let kind: String = row.get("kind")?;
    let area = Area {
        code: row.get("code")?,
        level: row.get("level")?,
        depth: 0,
        is_grid: false,
        parent: row.get("parent")?,
        path: row.get("path")?,
        name: name(row)?,
        kind: crate::model::AreaKind::parse(&kind)
            .ok_or_else(|| DbError::Column("kind".into(), format!("{kind:?}")))?,
        area_m2: row.get("area_m2")?,
        bbox: bounds(row)?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        successors: list(row, "successors")?,
    };
    Ok(Stored {
        area,
        layer: row.get("layer")?,
        geometry: row.get("geometry")?,
        aliases: list(row, "aliases")?,
        digest: row.get("digest")?,
    })
}

impl Stored {
    /// Fills in what the profile says of the level.
    pub fn with_profile(mut self, profile: &Profile) -> Self {
        if let Some(depth) = profile.depth(&self.area.level) {
            self.area.depth = depth as u16;
            self.area.is_grid = profile.levels[depth].grid;
        }
        self
    }
}

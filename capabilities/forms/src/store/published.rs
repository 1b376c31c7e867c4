//! Published forms.

use crate::model::published::{
    FormRow, FormState, MediaFile, MediaRow, PublishedKind, Publishing, VersionRow,
};
use crate::service::Listed;
use db::{DbError, Row, Tx, args};
use kernel::{Text, Timestamp};

db::sql! {
    /// A form.
    FORM_GET = "SELECT id, kind, state, latest, title_zh, title_en, area_path, unit, published_at FROM form WHERE id = $1";
    /// A new form, or the words and place of one.
    FORM_PUT = "INSERT INTO form (id, kind, state, latest, title_zh, title_en, area_path, unit, published_at)
        VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET latest = COALESCE(excluded.latest, form.latest), title_zh = excluded.title_zh,
        title_en = excluded.title_en, area_path = excluded.area_path";
    /// Its state.
    FORM_STATE = "UPDATE form SET state = $2 WHERE id = $1";
    /// The next forms of lists.
    FORM_PAGE = "SELECT id, kind, state, latest, title_zh, title_en, area_path, unit, published_at FROM form
        WHERE latest IS NOT NULL AND id > $1 ORDER BY id LIMIT $2";
    /// The next open forms with what clients compare.
    FORM_LISTED = "SELECT form.id, form.latest, form.title_zh, form.title_en, form.area_path, form.unit, form_version.md5,
        EXISTS (SELECT 1 FROM form_media WHERE form_media.form = form.id AND form_media.version = form.latest) AS media
        FROM form JOIN form_version ON form_version.form = form.id AND form_version.version = form.latest
        WHERE form.latest IS NOT NULL AND form.state = 'open' AND form.id > $1 ORDER BY form.id LIMIT $2";
    /// A version without its text.
    VERSION_GET = "SELECT md5, files FROM form_version WHERE form = $1 AND version = $2";
    /// The text of one.
    VERSION_TEXT = "SELECT xform FROM form_version WHERE form = $1 AND version = $2";
    /// A new version.
    VERSION_PUT = "INSERT INTO form_version (form, version, xform, md5, files, published_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// The files of a version.
    MEDIA_OF = "SELECT name, mime, md5 FROM form_media WHERE form = $1 AND version = $2 ORDER BY name";
    /// The bytes of one.
    MEDIA_GET = "SELECT mime, md5, content FROM form_media WHERE form = $1 AND version = $2 AND name = $3";
    /// A file of a version.
    MEDIA_PUT = "INSERT INTO form_media (form, version, name, mime, md5, content) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (form, version, name) DO UPDATE SET mime = excluded.mime, md5 = excluded.md5, content = excluded.content";
    /// A file that the version has no more.
    MEDIA_DROP = "DELETE FROM form_media WHERE form = $1 AND version = $2 AND name = $3";
}

fn word<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, DbError> {
    let word: String = row.get(column)?;
    serde_json::from_value(word.into()).map_err(|e| DbError::Column(column.into(), e.to_string()))
}

/// A word of one of our enums, as it stands in a column.
fn said(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn form_row(row: &Row) -> Result<FormRow, DbError> {
    Ok(FormRow {
        id: row.get("id")?,
        kind: word::<PublishedKind>(row, "kind")?,
        state: word::<FormState>(row, "state")?,
        latest: row.get("latest")?,
        title: Text { zh: row.get("title_zh")?, en: row.get("title_en")? },
        area_path: row.get("area_path")?,
        unit: row.get("unit")?,
        published_at: row.get("published_at")?,
    })
}

/// A form.
pub async fn form(tx: &mut Tx, id: &str) -> Result<Option<FormRow>, DbError> {
    tx.fetch_optional(&FORM_GET, args![id]).await?.as_ref().map(form_row).transpose()
}

/// The next forms of lists.
pub async fn page(tx: &mut Tx, after: &str, limit: usize) -> Result<Vec<FormRow>, DbError> {
    tx.fetch_all(&FORM_PAGE, args![after, limit]).await?.iter().map(form_row).collect()
}

/// The next open forms with what clients compare.
pub async fn listed(tx: &mut Tx, after: &str, limit: usize) -> Result<Vec<Listed>, DbError> {
    let read = |row: &Row| {
        Ok(Listed {
            id: row.get("id")?,
            version: row.get("latest")?,
            title: Text { zh: row.get("title_zh")?, en: row.get("title_en")? },
            md5: row.get("md5")?,
            media: row.get("media")?,
            area_path: row.get("area_path")?,
            unit: row.get("unit")?,
        })
    };
    tx.fetch_all(&FORM_LISTED, args![after, limit]).await?.iter().map(read).collect()
}

/// Puts a form.
pub async fn put(tx: &mut Tx, new: &Publishing, now: Timestamp) -> Result<(), DbError> {
    let latest = new.listed.then(|| new.version.clone());
    let area = new.area_path.clone().unwrap_or_default();
    let (zh, en) = (&new.title.zh, new.title.en.clone());
    let row = args![&new.form_id, said(&new.kind), latest, zh, en, area, new.unit.clone(), now];
    tx.execute(&FORM_PUT, row).await.map(drop)
}

/// Sets a form's state.
pub async fn set_state(tx: &mut Tx, id: &str, state: FormState) -> Result<(), DbError> {
    tx.execute(&FORM_STATE, args![id, said(&state)]).await.map(drop)
}

/// A version without its text.
pub async fn version(tx: &mut Tx, form: &str, version: &str) -> Result<Option<VersionRow>, DbError> {
    let Some(row) = tx.fetch_optional(&VERSION_GET, args![form, version]).await? else { return Ok(None) };
    let files: String = row.get("files")?;
    let files = serde_json::from_str(&files).map_err(|e| DbError::Column("files".into(), e.to_string()))?;
    Ok(Some(VersionRow { md5: row.get("md5")?, files }))
}

/// The text of a version.
pub async fn text(tx: &mut Tx, form: &str, version: &str) -> Result<Option<String>, DbError> {
    let row = tx.fetch_optional(&VERSION_TEXT, args![form, version]).await?;
    row.map(|row| row.get("xform")).transpose()
}

/// Puts a version.
pub async fn put_version(
    tx: &mut Tx,
    new: &Publishing,
    version: &VersionRow,
    now: Timestamp,
) -> Result<(), DbError> {
    let files = serde_json::json!(version.files).to_string();
    let row = args![&new.form_id, &new.version, &new.xform, &version.md5, files, now];
    tx.execute(&VERSION_PUT, row).await.map(drop)
}

/// The files of a version.
pub async fn media(tx: &mut Tx, form: &str, version: &str) -> Result<Vec<MediaRow>, DbError> {
    let rows = tx.fetch_all(&MEDIA_OF, args![form, version]).await?;
    rows.iter()
        .map(|r| {
            Ok(MediaRow { name: r.get("name")?, mime: r.get("mime")?, md5: r.get("md5")?, entities: false })
        })
        .collect()
}

/// Type, MD5 and bytes of a file.
pub async fn media_file(
    tx: &mut Tx,
    form: &str,
    version: &str,
    name: &str,
) -> Result<Option<(String, String, Vec<u8>)>, DbError> {
    let row = tx.fetch_optional(&MEDIA_GET, args![form, version, name]).await?;
    row.map(|r| Ok((r.get("mime")?, r.get("md5")?, r.get("content")?))).transpose()
}

/// Puts a file of a version.
pub async fn put_media(
    tx: &mut Tx,
    form: &str,
    version: &str,
    file: &MediaFile,
    md5: &str,
) -> Result<(), DbError> {
    let row = args![form, version, &file.name, &file.mime, md5, file.bytes.as_slice()];
    tx.execute(&MEDIA_PUT, row).await.map(drop)
}

/// Removes a file of a version.
pub async fn drop_media(tx: &mut Tx, form: &str, version: &str, name: &str) -> Result<(), DbError> {
    tx.execute(&MEDIA_DROP, args![form, version, name]).await.map(drop)
}

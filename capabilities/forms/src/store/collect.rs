//! Files of forms that are made for whoever asks.

use crate::model::published::MediaFile;
use crate::service::md5_hex;
use db::{DbError, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// What a caller was promised last.
    CALLER_FILES = "SELECT name, md5 FROM form_caller_file WHERE caller = $1 AND form = $2 AND version = $3 ORDER BY name";
    /// The bytes of one.
    CALLER_FILE = "SELECT md5, content FROM form_caller_file WHERE caller = $1 AND form = $2 AND version = $3 AND name = $4";
    /// Promises one.
    CALLER_PUT = "INSERT INTO form_caller_file (caller, form, version, name, md5, content, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (caller, form, version, name) DO UPDATE SET md5 = excluded.md5, content = excluded.content, made_at = excluded.made_at";
    /// Nobody asks for them any more.
    CALLER_SWEEP = "DELETE FROM form_caller_file WHERE made_at < $1";
    /// What forms alone know of some subjects.
    KNOWN_OF = "SELECT n, element, value, at FROM form_known
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
}

/// How long a promise is kept.
const KEPT: i64 = 7 * Timestamp::DAY;

/// Whose file it is: the caller, the form and its version.
pub type Owner<'a> = (&'a str, &'a str, &'a str);

/// Name and MD5 of what a caller was promised last.
pub async fn promised(
    tx: &mut Tx,
    (caller, form, version): Owner<'_>,
) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.fetch_all(&CALLER_FILES, args![caller, form, version]).await?;
    rows.iter().map(|r| Ok((r.get("name")?, r.get("md5")?))).collect()
}

/// MD5 and bytes of one.
pub async fn file(
    tx: &mut Tx,
    (caller, form, version): Owner<'_>,
    name: &str,
) -> Result<Option<(String, Vec<u8>)>, DbError> {
    let row = tx.fetch_optional(&CALLER_FILE, args![caller, form, version, name]).await?;
    row.map(|r| Ok((r.get("md5")?, r.get("content")?))).transpose()
}

/// Promises some, and forgets what was promised long ago.
pub async fn promise(
    tx: &mut Tx,
    (caller, form, version): Owner<'_>,
    files: &[MediaFile],
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(&CALLER_SWEEP, args![now.plus(-KEPT)]).await?;
    for file in files {
        let md5 = md5_hex(&file.bytes);
        let row = args![caller, form, version, &file.name, md5, file.bytes.as_slice(), now];
        tx.execute(&CALLER_PUT, row).await?;
    }
    Ok(())
}

/// What forms alone know of some subjects of a home: number, element, protected value, age.
pub async fn known(
    tx: &mut Tx,
    county: &str,
    ns: &[i64],
) -> Result<Vec<(i64, String, String, Timestamp)>, DbError> {
    let mut all = vec![];
    for piece in ns.chunks(1_000) {
        let rows = tx.fetch_all(&KNOWN_OF, args![county, serde_json::json!(piece).to_string()]).await?;
        for r in &rows {
            all.push((r.get("n")?, r.get("element")?, r.get("value")?, Timestamp(r.get("at")?)));
        }
    }
    Ok(all)
}

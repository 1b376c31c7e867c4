//! What forms came back with.

use crate::model::submission::SubmissionRow;
use db::{DbError, Row, Tx, args};
use kernel::Timestamp;

db::sql! {
    /// The home of an instance.
    INSTANCE_HOME = "SELECT county FROM form_instance WHERE instance = $1";
    /// Takes an instance, unless it is taken.
    INSTANCE_TAKE = "INSERT INTO form_instance (instance, county) VALUES ($1, $2) ON CONFLICT (instance) DO NOTHING";
    /// A submission.
    SUBMISSION_GET = "SELECT county, instance, id, form, version, root, replaces, replaced_by, mark, xml, area_path, actor, visit,
        missing, received_at, voided_at FROM form_submission WHERE county = $1 AND instance = $2";
    /// The next submissions of a form.
    SUBMISSION_PAGE = "SELECT county, instance, id, form, version, root, replaces, replaced_by, mark, xml, area_path, actor, visit,
        missing, received_at, voided_at FROM form_submission WHERE form = $1 AND id > $2 ORDER BY form, id LIMIT $3";
    /// A new submission.
    SUBMISSION_PUT = "INSERT INTO form_submission (county, instance, id, form, version, root, replaces, mark, xml, area_path, actor,
        visit, missing, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    /// The edition that corrects it, unless there is one.
    SUBMISSION_REPLACE = "UPDATE form_submission SET replaced_by = $3 WHERE county = $1 AND instance = $2 AND replaced_by IS NULL";
    /// How many of its files did not come yet.
    SUBMISSION_MISSING = "UPDATE form_submission SET missing = $3 WHERE county = $1 AND instance = $2";
    /// It does not count any more.
    SUBMISSION_VOID = "UPDATE form_submission SET voided_at = $3 WHERE county = $1 AND instance = $2 AND voided_at IS NULL";
    /// The files that a submission names.
    FILES_OF = "SELECT name, blob FROM form_file WHERE county = $1 AND instance = $2 ORDER BY name";
    /// A file that a submission names.
    FILE_PUT = "INSERT INTO form_file (county, instance, name, blob) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, instance, name) DO UPDATE SET blob = excluded.blob";
}

fn submission(row: &Row) -> Result<SubmissionRow, DbError> {
    Ok(SubmissionRow {
        county: row.get("county")?,
        instance: row.get("instance")?,
        id: row.get("id")?,
        form: row.get("form")?,
        version: row.get("version")?,
        root: row.get("root")?,
        replaces: row.get("replaces")?,
        replaced_by: row.get("replaced_by")?,
        mark: row.get("mark")?,
        xml: row.get("xml")?,
        area_path: row.get("area_path")?,
        actor: row.get("actor")?,
        visit: row.get("visit")?,
        missing: row.get("missing")?,
        received_at: row.get("received_at")?,
        voided_at: row.get("voided_at")?,
    })
}

/// A submission, wherever it is.
pub async fn by_instance(tx: &mut Tx, instance: &str) -> Result<Option<SubmissionRow>, DbError> {
    let Some(row) = tx.fetch_optional(&INSTANCE_HOME, args![instance]).await? else { return Ok(None) };
    get(tx, &row.get::<String>("county")?, instance).await
}

/// A submission of a home.
pub async fn get(tx: &mut Tx, county: &str, instance: &str) -> Result<Option<SubmissionRow>, DbError> {
    tx.fetch_optional(&SUBMISSION_GET, args![county, instance]).await?.as_ref().map(submission).transpose()
}

/// The next submissions of a form, in the order of arrival.
pub async fn page(tx: &mut Tx, form: &str, after: &str, limit: usize) -> Result<Vec<SubmissionRow>, DbError> {
    tx.fetch_all(&SUBMISSION_PAGE, args![form, after, limit]).await?.iter().map(submission).collect()
}

/// Takes an instance; false when it is taken.
pub async fn take(tx: &mut Tx, instance: &str, county: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&INSTANCE_TAKE, args![instance, county]).await? > 0)
}

/// Puts a new submission.
pub async fn put(tx: &mut Tx, s: &SubmissionRow) -> Result<(), DbError> {
    let row = args![
        &s.county,
        &s.instance,
        &s.id,
        &s.form,
        &s.version,
        &s.root,
        s.replaces.clone(),
        &s.mark,
        &s.xml,
        &s.area_path,
        &s.actor,
        s.visit.clone(),
        s.missing,
        s.received_at,
    ];
    tx.execute(&SUBMISSION_PUT, row).await.map(drop)
}

/// Says which edition corrects one; false when another one does.
pub async fn replace(tx: &mut Tx, county: &str, instance: &str, by: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&SUBMISSION_REPLACE, args![county, instance, by]).await? > 0)
}

/// Says how many files did not come yet.
pub async fn set_missing(tx: &mut Tx, county: &str, instance: &str, missing: usize) -> Result<(), DbError> {
    tx.execute(&SUBMISSION_MISSING, args![county, instance, missing]).await.map(drop)
}

/// Makes one count no more; false when it does not already.
pub async fn void(tx: &mut Tx, county: &str, instance: &str, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.execute(&SUBMISSION_VOID, args![county, instance, now]).await? > 0)
}

/// The files that a submission names, with the blobs that came.
pub async fn files(
    tx: &mut Tx,
    county: &str,
    instance: &str,
) -> Result<Vec<(String, Option<String>)>, DbError> {
    let rows = tx.fetch_all(&FILES_OF, args![county, instance]).await?;
    rows.iter().map(|row| Ok((row.get("name")?, row.get("blob")?))).collect()
}

/// Puts a file that a submission names.
pub async fn put_file(
    tx: &mut Tx,
    county: &str,
    instance: &str,
    name: &str,
    blob: Option<String>,
) -> Result<(), DbError> {
    tx.execute(&FILE_PUT, args![county, instance, name, blob]).await.map(drop)
}

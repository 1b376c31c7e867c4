//! Many values of one thing, sealed together: a register of millions of rows cannot pay for a row of the vault per value.
//!
//! A bundle holds the personal and the sensitive values of one version of one row, each class under its own seal, with one
//! salt and one commitment. The seals are bound to the place where the bundle stands: one that was moved does not open.

use crate::{Vault, store};
use db::{DbError, Row, Tx, Value, args};
use kernel::{Env, Failure};
use std::collections::HashMap;

/// Where a bundle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot<'a> {
    /// The home.
    pub county: &'a str,
    /// Whose bundles these are: the name of a capability.
    pub shelf: &'static str,
    /// The row's number in its home.
    pub n: i64,
    /// The version of the row.
    pub version: i64,
}

/// The values in clear, as texts that only their owner reads (JSON); an empty one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Shown in part.
    pub personal: String,
    /// Never shown, not even in part.
    pub sensitive: String,
}

impl Bundle {
    /// Nothing to protect.
    pub fn is_empty(&self) -> bool {
        self.personal.is_empty() && self.sensitive.is_empty()
    }
}

/// A bundle ready to be stored.
#[derive(Clone, Debug)]
pub struct SealedBundle {
    /// Hash of salt and values, for a fact.
    pub commitment: String,
    row: Vec<Value>,
}

impl AsRef<[Value]> for SealedBundle {
    fn as_ref(&self) -> &[Value] {
        &self.row
    }
}

/// A bundle in clear, with its salt.
#[derive(Clone, Debug)]
pub struct OpenBundle {
    /// The row's number.
    pub n: i64,
    /// The version of the row.
    pub version: i64,
    /// The values.
    pub values: Bundle,
    salt: Vec<u8>,
}

impl OpenBundle {
    /// What a fact says of it, by the given hash of a list of fields.
    pub fn commitment<T>(&self, hash: impl Fn(&[Option<&[u8]>]) -> T) -> T {
        commitment(hash, &self.salt, &self.values)
    }
}

const COLUMNS: &[&str] = &["county", "shelf", "n", "version", "personal", "sensitive", "salt", "key_id"];

fn commitment<T>(hash: impl Fn(&[Option<&[u8]>]) -> T, salt: &[u8], values: &Bundle) -> T {
    let fields = [&b"jingwei.bundle.1"[..], salt, values.personal.as_bytes(), values.sensitive.as_bytes()];
    hash(&fields.map(Some))
}

/// What a seal is bound to.
fn bound(at: &Spot<'_>, class: &str) -> String {
    bound_to((at.county, at.shelf), (at.n, at.version), class)
}

pub(crate) fn bound_to((county, shelf): (&str, &str), (n, version): (i64, i64), class: &str) -> String {
    format!("{county}\n{shelf}\n{n}\n{version}\n{class}")
}

impl Vault {
    /// Salts, commits and encrypts a bundle. No database.
    ///
    /// # Errors
    /// When it cannot be encrypted.
    pub fn seal_bundle(
        &self,
        env: &dyn Env,
        at: &Spot<'_>,
        values: &Bundle,
    ) -> Result<SealedBundle, Failure> {
        let mut random = [0u8; 40];
        env.fill(&mut random);
        let salt = random[24..].to_vec();
        let commitment = commitment(ledger::hash_fields, &salt, values);
        let key = self.key();
        let seal = |class: &str, nonce: &[u8], text: &str| match text.is_empty() {
            true => Ok(None),
            false => key.seal_bytes(nonce, text.as_bytes(), bound(at, class).as_bytes()).map(Some),
        };
        let personal = seal("personal", &random[..12], &values.personal).map_err(Failure::internal)?;
        let sensitive = seal("sensitive", &random[12..24], &values.sensitive).map_err(Failure::internal)?;
        let row = args![at.county, at.shelf, at.n, at.version, personal, sensitive, salt, key.id()];
        Ok(SealedBundle { commitment, row })
    }

    /// Stores many by the bulk path.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn store_bundles(&self, tx: &mut Tx, sealed: &[SealedBundle]) -> Result<(), DbError> {
        tx.bulk_insert("protected_bundle", COLUMNS, sealed).await
    }

    /// All versions of some bundles of a home, in clear: for their owner, who masks what is shown. What is erased is missing.
    ///
    /// # Errors
    /// Whatever the database says; a bundle that does not open.
    pub async fn bundles(
        &self,
        tx: &mut Tx,
        county: &str,
        shelf: &'static str,
        numbers: &[i64],
    ) -> Result<HashMap<(i64, i64), OpenBundle>, DbError> {
        let mut open = HashMap::with_capacity(numbers.len());
        for piece in numbers.chunks(1_000) {
            let asked = args![county, shelf, serde_json::json!(piece).to_string()];
            for row in tx.fetch_all(&store::BUNDLES, asked).await? {
                let bundle = self.open_bundle(&row, county, shelf)?;
                open.insert((bundle.n, bundle.version), bundle);
            }
        }
        Ok(open)
    }

    /// Erases all versions of a bundle; answers how many there were.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn erase_bundles(
        &self,
        tx: &mut Tx,
        county: &str,
        shelf: &'static str,
        n: i64,
    ) -> Result<u64, DbError> {
        tx.execute(&store::ERASE_BUNDLE, args![county, shelf, n]).await
    }

    fn open_bundle(&self, row: &Row, county: &str, shelf: &'static str) -> Result<OpenBundle, DbError> {
        let (n, version): (i64, i64) = (row.get("n")?, row.get("version")?);
        let at = Spot { county, shelf, n, version };
        let wrong = |e: &dyn std::fmt::Display| DbError::Column("protected_bundle".into(), e.to_string());
        let key = self.by_id(&row.get::<String>("key_id")?).map_err(|e| wrong(&e))?;
        let text = |class: &str| -> Result<String, DbError> {
            let Some(sealed) = row.get::<Option<Vec<u8>>>(class)? else { return Ok(String::new()) };
            let open = key.open_bytes(&sealed, bound(&at, class).as_bytes());
            open.map_err(|e| DbError::Column(format!("protected_bundle.{class}"), e.to_string()))
        };
        let values = Bundle { personal: text("personal")?, sensitive: text("sensitive")? };
        Ok(OpenBundle { n, version, values, salt: row.get("salt")? })
    }
}

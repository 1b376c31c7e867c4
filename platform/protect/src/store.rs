//! All SQL of the vault.

db::sql! {
    /// A value.
    PUT = "INSERT INTO protected (county, id, class, purpose, expires_at, value, salt, key_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Some values of a county.
    SOME = "SELECT id, class, value, salt, key_id FROM protected
            WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// A value that is held for one purpose.
    FOR = "SELECT value, key_id FROM protected WHERE county = $1 AND id = $2 AND purpose = $3";
    /// Takes back a value that no fact speaks of.
    DROP = "DELETE FROM protected WHERE county = $1 AND id = $2 AND purpose = $3";
    /// Erases one.
    ERASE = "UPDATE protected SET value = NULL, salt = NULL, key_id = NULL, erased_at = $3
             WHERE county = $1 AND id = $2 AND erased_at IS NULL";
    /// All versions of some bundles.
    BUNDLES = "SELECT n, version, personal, sensitive, salt FROM protected_bundle WHERE county = $1 AND shelf = $2
               AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT)))";
    /// Erases all versions of one.
    ERASE_BUNDLE = "DELETE FROM protected_bundle WHERE county = $1 AND shelf = $2 AND n = $3";
}

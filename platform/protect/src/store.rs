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
    /// Values that are held for one purpose.
    SOME_FOR = "SELECT id, value, key_id FROM protected
            WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) AND purpose = $3";
    /// Takes back a value that no fact speaks of.
    DROP = "DELETE FROM protected WHERE county = $1 AND id = $2 AND purpose = $3";
    /// Erases one.
    ERASE = "UPDATE protected SET value = NULL, salt = NULL, key_id = NULL, erased_at = $3
             WHERE county = $1 AND id = $2 AND erased_at IS NULL";
    /// All versions of some bundles.
    BUNDLES = "SELECT n, version, personal, sensitive, salt, key_id FROM protected_bundle WHERE county = $1 AND shelf = $2
               AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT)))";
    /// Erases all versions of one.
    ERASE_BUNDLE = "DELETE FROM protected_bundle WHERE county = $1 AND shelf = $2 AND n = $3";
    /// All generations of keys.
    KEYS = "SELECT generation, key_id, sealed, since, resealed_at, retired_at FROM vault_key WHERE generation > 0 ORDER BY generation LIMIT 1000";
    /// A new generation.
    PUT_KEY = "INSERT INTO vault_key (generation, key_id, since, resealed_at) VALUES ($1, $2, $3, $4)";
    /// An older key under the youngest.
    SEAL_KEY = "UPDATE vault_key SET sealed = $2 WHERE generation = $1";
    /// Nothing stands under older keys any more.
    RESEALED_KEY = "UPDATE vault_key SET resealed_at = $2 WHERE generation = $1 AND resealed_at IS NULL";
    /// A key is not at hand any more.
    RETIRE_KEY = "UPDATE vault_key SET retired_at = $2 WHERE generation = $1 AND retired_at IS NULL";
    /// The next single values of a county.
    WALK_VALUES = "SELECT id, value, key_id FROM protected WHERE county = $1 AND id > $2 ORDER BY county, id LIMIT 500";
    /// A value under another key, if nobody erased it meanwhile.
    RESEAL = "UPDATE protected SET value = $3, key_id = $4 WHERE county = $1 AND id = $2 AND key_id = $5";
    /// The next bundles of a county.
    WALK_BUNDLES = "SELECT shelf, n, version, personal, sensitive, key_id FROM protected_bundle
                    WHERE county = $1 AND (shelf, n, version) > ($2, $3, $4) ORDER BY county, shelf, n, version LIMIT 500";
    /// A bundle under another key.
    RESEAL_BUNDLE = "UPDATE protected_bundle SET personal = $5, sensitive = $6, key_id = $7
                     WHERE county = $1 AND shelf = $2 AND n = $3 AND version = $4 AND key_id = $8";
    /// The next home with single values.
    NEXT_COUNTY = "SELECT county FROM protected WHERE county > $1 ORDER BY county, id LIMIT 1";
    /// The next home with bundles.
    NEXT_BUNDLE_COUNTY = "SELECT county FROM protected_bundle WHERE county > $1 ORDER BY county, shelf, n, version LIMIT 1";
    /// Whether a single value of a county is sealed under a key.
    UNDER = "SELECT 1 AS found FROM protected WHERE county = $1 AND key_id = $2 LIMIT 1";
    /// Whether a bundle is.
    UNDER_BUNDLE = "SELECT 1 AS found FROM protected_bundle WHERE county = $1 AND key_id = $2 LIMIT 1";
    /// Walks of a generation.
    WALKS = "SELECT what, county, total, done FROM vault_walk WHERE generation = $1 ORDER BY what, county";
    /// A walk begins.
    BEGIN_WALK = "INSERT INTO vault_walk (generation, what, county, at, changed, total, done) VALUES ($1, $2, $3, '', 0, 0, false)
                  ON CONFLICT (generation, what, county) DO NOTHING";
    /// Where a walk is; its row is held until the end of the transaction.
    HOLD_WALK = "UPDATE vault_walk SET total = total WHERE generation = $1 AND what = $2 AND county = $3
                 RETURNING at, changed, done";
    /// Where it goes on.
    SET_WALK = "UPDATE vault_walk SET at = $4, changed = $5, total = total + $6, done = $7
                WHERE generation = $1 AND what = $2 AND county = $3";
}

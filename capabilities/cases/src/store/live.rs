//! Where cases stand now, for those who follow them live.

db::sql! {
    /// Where some cases stand now.
    STAND = "SELECT id, number, phase, unit, area_path FROM cases
        WHERE county = $1 AND id IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// The units that owe or assist some cases.
    UNITS = "SELECT case_id, unit FROM case_task WHERE county = $1
        AND case_id IN (SELECT value FROM json_each(CAST($2 AS TEXT))) AND state <> 'withdrawn'";
}

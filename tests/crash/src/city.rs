//! A small city at work: the documented example, brought in with the documented commands.

use crate::{
    http::Client,
    node::{done, jingwei},
};
use std::{collections::BTreeMap, path::Path};

/// Somebody of every post that a case passes, by what they do.
pub const STAFF: &[&str] = &["paiqian01", "shizheng01", "hecha01", "shouli01"];
/// Who sends cases to units.
pub const DISPATCHER: &str = "paiqian01";
/// Who handles them, in the unit `MUNI`.
pub const HANDLER: &str = "shizheng01";
/// Who checks.
pub const CHECKER: &str = "hecha01";
/// Who calls back.
pub const RECEIVER: &str = "shouli01";

/// Brings the city into an empty place.
pub fn found(data: &Path, database: Option<&str>) {
    let example = "docs/examples/first-city";
    let commands = [
        format!("import divisions {example}/divisions.csv --map {example}/divisions.yaml"),
        format!("import grids {example}/grids.geojson --map {example}/grids.yaml"),
        "pack add packs/city-upkeep --enable".to_string(),
        format!("import units {example}/units.csv"),
        format!("import staff {example}/staff.csv --map {example}/staff.yaml"),
        format!("import calendar {example}/calendar.json"),
    ];
    for command in commands {
        done(jingwei(data, database).args(command.split(' ')));
    }
}

/// The first password of somebody in the example.
pub fn password(login: &str) -> String {
    format!("change-me-{login}")
}

/// Everybody of [`STAFF`], logged in at an address.
pub fn log_in(address: &str) -> BTreeMap<&'static str, Client> {
    let one = |login: &&'static str| {
        (*login, Client::new(address).login(login, &password(login)).expect("a session"))
    };
    STAFF.iter().map(one).collect()
}

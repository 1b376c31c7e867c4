//! The configuration: `jingwei.toml`, each key also as `JINGWEI_…` in the environment (`basemap.folder` is
//! `JINGWEI_BASEMAP_FOLDER`), flags of the command line last. Unknown keys are errors.

use kernel::Text;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Everything an operator can set. An empty text means "not set".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen, `127.0.0.1:8080`.
    pub listen: String,
    /// The data folder: database (unless `database` says otherwise), attachments, keys.
    pub data: String,
    /// `sqlite:PATH` or `postgres://…`; empty: `jingwei.db` in the data folder.
    pub database: String,
    /// `postgres://…` of a streaming replica of the database, from which lists and numbers are read; empty: none.
    pub database_replica: String,
    /// The address under which browsers and other systems reach this server; empty: taken from each request.
    pub public_url: String,
    /// The deployment's name, on every page.
    pub name: Name,
    /// Hash function of new facts: `sha256` or `sm3`.
    pub digest: String,
    /// The vault's key as 64 hexadecimal characters, while keys change several of them with the one that seals first; empty: `vault.key` in the data folder, made at first start.
    pub vault_key: String,
    /// IANA time zone of numbers, days and clocks.
    pub zone: String,
    /// Largest attachment, in MiB.
    pub max_upload_mb: u64,
    /// Connections to the database.
    pub connections: u32,
    /// Requests a minute from one address without a session; 0: no limit.
    pub anonymous_reads: u32,
    /// Reports and uploads a minute from one address without a session; 0: no limit.
    pub anonymous_writes: u32,
    /// A proxy of ours stands in front: the caller's address is the last entry of `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether Open311 posts need a client's key. A demo never asks for one.
    pub open311_key_required: bool,
    /// Statements of the database that take so many milliseconds are logged by name; 0: none.
    pub slow_ms: u64,
    /// Free space in the data folder below which `/readyz` fails, in MiB.
    pub ready_free_mb: u64,
    /// Facts that a reader may be behind before `/readyz` fails; 0: any number.
    pub ready_lag: u64,
    /// How many seconds a server that was told to stop serves on while `/readyz` fails: a little more than the balancer
    /// in front takes to notice. 0 without one.
    pub drain_seconds: u64,
    /// Networks besides the public ones that webhooks may reach, such as `10.1.0.0/16, 127.0.0.1/32`.
    pub webhook_networks: String,
    /// The base map, if there is one.
    pub basemap: Basemap,
    /// Numbered papers and records.
    pub papers: Papers,
    /// Monthly bulletins.
    pub bulletin: Bulletin,
    /// The server that takes mail to residents, if there is one.
    pub mail: Mail,
    /// The city's message gateway (SMS, WeChat), if there is one.
    pub gateway: Gateway,
}

/// Mail to residents. It needs `public_url`: messages hold links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `host:port`; empty: no mail is sent.
    pub server: String,
    /// `implicit` (port 465), `starttls` (port 587), or `none` for a relay inside of one's own network.
    pub tls: String,
    /// The account at the server; empty: none is needed.
    pub user: String,
    /// Its password.
    pub password: String,
    /// In whose name, `经纬 <no-reply@grid.example.cn>`.
    pub from: String,
}

impl Default for Mail {
    fn default() -> Self {
        let empty = String::new;
        Self { server: empty(), tls: "implicit".into(), user: empty(), password: empty(), from: empty() }
    }
}

/// Messages to mobile numbers: a POST of JSON for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gateway {
    /// `https://…`; empty: no such messages are sent.
    pub url: String,
    /// Goes along as `Authorization: Bearer …`.
    pub secret: String,
    /// What is posted: JSON in whose texts `{to}`, `{text}` and `{id}` stand; empty: these three.
    pub template: String,
}

/// Monthly bulletins: what they contain, and when they are drafted by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bulletin {
    /// File with the city's own layout; empty: the one that ships with the program.
    pub layout: String,
    /// Codes of the areas that get one, joined by commas; empty: the top of the map and every home (county).
    pub areas: String,
    /// On which working day of the month the bulletin of the month before is drafted.
    pub working_day: u8,
    /// For how many days units may object.
    pub objection_days: u16,
}

impl Default for Bulletin {
    fn default() -> Self {
        Self { layout: String::new(), areas: String::new(), working_day: 1, objection_days: 5 }
    }
}

impl Bulletin {
    /// As the capability takes them.
    pub fn settings(&self, zone: &str) -> bulletins::Settings {
        let codes = self.areas.split(',').map(str::trim).filter(|code| !code.is_empty());
        bulletins::Settings {
            zone: zone.to_owned(),
            areas: codes.map(Into::into).collect(),
            working_day: self.working_day,
            objection_days: i64::from(self.objection_days),
        }
    }
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Name {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Default for Name {
    fn default() -> Self {
        Self { zh: "经纬".into(), en: "Jingwei".into() }
    }
}

impl From<&Name> for Text {
    fn from(name: &Name) -> Self {
        Text::new(&name.zh, &name.en)
    }
}

/// A base map of raster tiles (WGS-84), served by this server, so that pages load nothing from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Basemap {
    /// Folder of `{z}/{x}/{y}.png` (or .jpg, .webp); empty: none.
    pub folder: String,
    /// Whom to thank.
    pub attribution: String,
}

/// Papers that come out as PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Papers {
    /// A font with Chinese characters, `PATH` or `PATH#INDEX` in a collection; empty: the system's.
    pub font: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            data: "data".into(),
            database: String::new(),
            database_replica: String::new(),
            public_url: String::new(),
            name: Name::default(),
            digest: "sha256".into(),
            vault_key: String::new(),
            zone: "Asia/Shanghai".into(),
            max_upload_mb: 50,
            connections: 8,
            anonymous_reads: 600,
            anonymous_writes: 60,
            behind_proxy: false,
            open311_key_required: true,
            slow_ms: 500,
            ready_free_mb: 256,
            ready_lag: 500_000,
            webhook_networks: String::new(),
            drain_seconds: 0,
            basemap: Basemap::default(),
            papers: Papers::default(),
            bulletin: Bulletin::default(),
            mail: Mail::default(),
            gateway: Gateway::default(),
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// Not TOML, or a key or value that is not expected.
    #[error("{0}: {1}")]
    Form(String, String),
    /// An environment variable of ours that stands for no key.
    #[error("{name}: no such key; expected one of {expected}")]
    Variable { name: String, expected: String },
}

/// Variables with our prefix that are not configuration.
const NOT_KEYS: &[&str] = &["JINGWEI_CONFIG", "JINGWEI_BIN", "JINGWEI_TEST_PG", "JINGWEI_WEB"];

impl Config {
    /// File, then environment.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let (origin, text) = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|e| ConfigError::File(path.into(), e))?;
                (path.display().to_string(), text)
            }
            None => ("configuration".to_string(), String::new()),
        };
        let form = |e: toml::de::Error| ConfigError::Form(origin.clone(), e.to_string());
        let mut table: toml::Table = text.parse().map_err(form)?;
        overlay(&mut table, environment)?;
        let config: Self = table.try_into().map_err(form)?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let one_of = |key: &str, value: &str, allowed: &[&str]| {
            if allowed.contains(&value) {
                return Ok(());
            }
            Err(ConfigError::Form(key.into(), format!("{value:?}; expected one of {}", allowed.join(", "))))
        };
        one_of("digest", &self.digest, &["sha256", "sm3"])?;
        one_of("mail.tls", &self.mail.tls, &["implicit", "starttls", "none"])?;
        self.courier()?;
        if jiff::tz::TimeZone::get(&self.zone).is_ok() {
            Ok(())
        } else {
            Err(ConfigError::Form(
                "zone".into(),
                format!("{:?}; expected an IANA name such as Asia/Shanghai", self.zone),
            ))
        }
    }

    /// How messages to residents leave.
    ///
    /// # Errors
    /// A key that cannot be used.
    pub fn courier(&self) -> Result<courier::Courier, ConfigError> {
        let wrong = |why: String| match why.split_once(": ") {
            Some((key, why)) => ConfigError::Form(key.into(), why.into()),
            None => ConfigError::Form("mail".into(), why),
        };
        let (mail, gateway) = (&self.mail, &self.gateway);
        let mut courier = courier::Courier::default();
        if !mail.server.is_empty() {
            let tls = courier::Tls::parse(&mail.tls).unwrap_or_default();
            let account = (mail.user.as_str(), mail.password.as_str());
            courier.mail = Some(courier::Mail::new(&mail.server, tls, account, &mail.from).map_err(wrong)?);
        }
        if !gateway.url.is_empty() {
            let made = courier::Gateway::new(&gateway.url, &gateway.secret, &gateway.template);
            courier.gateway = Some(made.map_err(wrong)?);
        }
        if !courier.ways().is_empty() && self.public_url.is_empty() {
            let why = "is empty; messages to residents hold links, expected https://…";
            return Err(ConfigError::Form("public_url".into(), why.into()));
        }
        Ok(courier)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        PathBuf::from(&self.data)
    }

    /// The database's URL.
    pub fn database(&self) -> String {
        match self.database.is_empty() {
            true => format!("sqlite:{}", self.data().join("jingwei.db").display()),
            false => self.database.clone(),
        }
    }
}

/// Puts `JINGWEI_…` variables into the table, typed like the defaults.
fn overlay(
    table: &mut toml::Table,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    let defaults = toml::Table::try_from(Config::default())
        .map_err(|e| ConfigError::Form("defaults".into(), e.to_string()))?;
    let keys = leaves(&defaults);
    for (name, value) in environment {
        if !name.starts_with("JINGWEI_") || NOT_KEYS.contains(&name.as_str()) {
            continue;
        }
        let Some((path, default)) = keys.iter().find(|(path, _)| variable(path) == name) else {
            let expected = keys.iter().map(|(path, _)| variable(path)).collect::<Vec<_>>().join(", ");
            return Err(ConfigError::Variable { name, expected });
        };
        let wrong =
            |expected: &str| ConfigError::Form(name.clone(), format!("{value:?}; expected {expected}"));
        let typed = match default {
            toml::Value::Integer(_) => toml::Value::Integer(value.parse().map_err(|_| wrong("an integer"))?),
            toml::Value::Boolean(_) => {
                toml::Value::Boolean(value.parse().map_err(|_| wrong("true or false"))?)
            }
            _ => toml::Value::String(value.clone()),
        };
        put(table, path, typed);
    }
    Ok(())
}

fn variable(path: &[String]) -> String {
    format!("JINGWEI_{}", path.join("_").to_uppercase())
}

fn leaves(table: &toml::Table) -> Vec<(Vec<String>, toml::Value)> {
    table
        .iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) => leaves(inner)
                .into_iter()
                .map(|(path, v)| ([vec![key.clone()], path].concat(), v))
                .collect::<Vec<_>>(),
            leaf => vec![(vec![key.clone()], leaf.clone())],
        })
        .collect()
}

fn put(table: &mut toml::Table, path: &[String], value: toml::Value) {
    match path {
        [key] => drop(table.insert(key.clone(), value)),
        [key, rest @ ..] => {
            let inner = table.entry(key.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
        [] => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jingwei.toml");
        std::fs::write(&file, text).unwrap();
        Config::load(Some(&file), variables.iter().map(|(k, v)| (k.to_string(), v.to_string())))
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = load(
            "listen = '1.2.3.4:80'\n[name]\nzh = '甲'",
            &[
                ("JINGWEI_LISTEN", "0.0.0.0:1"),
                ("JINGWEI_BASEMAP_FOLDER", "/map"),
                ("JINGWEI_MAX_UPLOAD_MB", "7"),
                ("PATH", "/bin"),
            ],
        )
        .unwrap();
        assert_eq!((config.listen.as_str(), config.name.zh.as_str()), ("0.0.0.0:1", "甲"));
        assert_eq!((config.basemap.folder.as_str(), config.max_upload_mb), ("/map", 7));
    }

    #[test]
    fn the_shipped_file_lists_every_key_with_its_default() {
        let text = include_str!("../../deploy/jingwei.toml");
        assert_eq!(load(text, &[]).unwrap(), Config::default());
        let listed: toml::Table = text.parse().unwrap();
        assert_eq!(leaves(&listed).len(), leaves(&toml::Table::try_from(Config::default()).unwrap()).len());
    }

    #[test]
    fn unknown_keys_are_errors() {
        assert!(load("lisen = 'x'", &[]).unwrap_err().to_string().contains("lisen"));
        assert!(load("", &[("JINGWEI_LISEN", "x")]).unwrap_err().to_string().contains("JINGWEI_LISTEN"));
        assert!(load("", &[("JINGWEI_CONNECTIONS", "many")]).unwrap_err().to_string().contains("integer"));
        assert!(load("zone = 'Mars/Base'", &[]).unwrap_err().to_string().contains("IANA"));
        assert!(load("digest = 'md5'", &[]).unwrap_err().to_string().contains("sm3"));
    }
}

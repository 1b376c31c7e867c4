//! The map file: a YAML document that says how somebody's table becomes cases. The code knows no column, code or place.

use crate::model::Channel;
use geometry::Datum;
use kernel::Text;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A column's name, or a template such as `"{street} {no}"` over several.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Field(pub String);

impl Field {
    /// The columns it reads.
    pub fn columns(&self) -> Vec<&str> {
        if !self.0.contains('{') {
            return vec![&self.0];
        }
        let parts = self.0.split('{').skip(1);
        parts.filter_map(|p| p.split_once('}')).map(|(column, _)| column.trim()).collect()
    }

    /// Its value in a record, trimmed; None when blank.
    pub fn read(&self, cell: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let text = if self.0.contains('{') {
            kernel::fill(&self.0, |column| cell(column.trim()).unwrap_or_default())
        } else {
            cell(&self.0)?
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// What becomes of a value that the map does not know.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The row is refused.
    #[default]
    Refuse,
    /// The row is taken without it.
    Leave,
    /// It is made.
    Create,
    /// This code stands for it.
    Use(String),
}

/// A column whose values stand for codes.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    /// The column.
    #[serde(default)]
    pub column: Option<Field>,
    /// Value to code.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Values that are not listed; such a value that is itself a known code stands for itself.
    #[serde(default)]
    pub unknown: Unknown,
    /// Rows without a value; refused by `unknown` when not given.
    #[serde(default)]
    pub empty: Option<String>,
    /// Where what is made belongs: a top category, or the area of a unit.
    #[serde(default)]
    pub under: Option<Under>,
}

/// Where what is made belongs.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Under {
    /// Code of the top category, or of the area.
    pub code: String,
    /// Name of the top category.
    #[serde(default)]
    pub name: Text,
    /// Shown to everybody.
    #[serde(default)]
    pub public: bool,
}

/// How times are written.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// `strftime` formats tried in order, or `rfc3339`, `unix`, `unix_ms`.
    #[serde(default = "formats")]
    pub formats: Vec<String>,
    /// IANA zone of times that name none.
    pub zone: String,
}

fn formats() -> Vec<String> {
    ["rfc3339", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]
        .map(Into::into)
        .to_vec()
}

/// Where.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Where {
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<Field>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<Field>,
    /// The datum of the coordinates.
    #[serde(default)]
    pub datum: Datum,
    /// In words.
    #[serde(default)]
    pub address: Option<Field>,
    /// Code of an area, where there are no coordinates.
    #[serde(default)]
    pub area: Option<Field>,
    /// Rows without coordinates and area are refused.
    #[serde(default)]
    pub required: bool,
}

/// Who reported.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Name.
    #[serde(default)]
    pub name: Option<Field>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<Field>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<Field>,
}

/// A map file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct CaseMap {
    /// The pack under whose rules the cases stand.
    pub pack: String,
    /// The case type, when it is not the category's own.
    #[serde(default)]
    pub case_type: Option<String>,
    /// The name of the other system; its numbers become aliases.
    pub system: String,
    /// The number there, unique in it: running the import again takes in nothing twice.
    pub number: Field,
    /// What was written.
    #[serde(default)]
    pub text: Option<Field>,
    /// Category.
    #[serde(default)]
    pub category: Option<Coded>,
    /// State of the case type.
    pub status: Coded,
    /// The unit that has or had it.
    #[serde(default)]
    pub unit: Option<Coded>,
    /// Channel words (`web`, `phone`, `hotline`, …); `import` when not given.
    #[serde(default)]
    pub channel: Option<Coded>,
    /// Where.
    #[serde(default)]
    pub place: Where,
    /// Who reported.
    #[serde(default)]
    pub reporter: Who,
    /// When it was registered.
    pub registered: Field,
    /// When it was closed.
    #[serde(default)]
    pub closed: Option<Field>,
    /// When it was last touched.
    #[serde(default)]
    pub updated: Option<Field>,
    /// When it was due; a day without an hour lasts until its end.
    #[serde(default)]
    pub due: Option<Field>,
    /// Code of the pack's clock that gives the deadline where the table has none.
    #[serde(default)]
    pub promise: Option<String>,
    /// How times are written.
    pub times: Times,
    /// What stands between the columns of a CSV file.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// The sheet of a workbook; the first when not given.
    #[serde(default)]
    pub sheet: Option<String>,
}

fn comma() -> char {
    ','
}

impl CaseMap {
    /// Reads a map file; the error names line and column.
    pub fn parse(yaml: &str) -> Result<Self, String> {
        serde_saphyr::from_str(yaml).map_err(|e| e.to_string())
    }

    /// Every column the map reads.
    pub fn columns(&self) -> Vec<&str> {
        let coded = [Some(&self.status), self.category.as_ref(), self.unit.as_ref(), self.channel.as_ref()];
        let coded = coded.into_iter().flatten().filter_map(|c| c.column.as_ref());
        let options = [
            &self.text,
            &self.closed,
            &self.updated,
            &self.due,
            &self.place.lon,
            &self.place.lat,
            &self.place.address,
            &self.place.area,
            &self.reporter.name,
            &self.reporter.phone,
            &self.reporter.email,
        ];
        let fields = options.into_iter().flatten().chain([&self.number, &self.registered]).chain(coded);
        fields.flat_map(Field::columns).collect()
    }
}

/// A channel's word.
pub fn channel(word: &str) -> Option<Channel> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_column_or_a_template() {
        let cell = |column: &str| (column == "a").then(|| " 1 ".to_owned());
        assert_eq!(Field("a".into()).read(&cell).as_deref(), Some("1"));
        assert_eq!(Field("{a}-{b}".into()).read(&cell).as_deref(), Some("1 -"));
        assert_eq!(Field("b".into()).read(&cell), None);
        assert_eq!(Field("{a} {b}".into()).columns(), ["a", "b"]);
    }

    #[test]
    fn a_misspelt_key_is_told() {
        let yaml = "pack: p\nsystem: s\nnumber: n\nregistered: r\nstatus: {values: {}}\ntimes: {zone: UTC}\ntxt: t\n";
        let error = CaseMap::parse(yaml).unwrap_err();
        assert!(error.contains("txt"), "{error}");
        assert!(CaseMap::parse(&yaml.replace("txt: t", "text: t")).is_ok());
    }
}

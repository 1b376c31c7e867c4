//! What is compared: a schema is data, so that a register declares its own.

use serde::{Deserialize, Serialize};

/// The fields of a list, how candidates are found, and whether its things live together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// In the order of the columns.
    pub fields: Vec<Field>,
    /// How pairs worth comparing are found: a pair that shares the key of any pass is compared, once.
    pub passes: Vec<Pass>,
    /// Whether different things share fields for a reason (a household shares door, phone and surname). Then a third
    /// class is modelled, so that "of one household" is not learned as "the same person".
    #[serde(default)]
    pub kin: bool,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, for evidence and errors.
    pub name: String,
    /// What it holds, which decides how it is cleaned and compared.
    pub kind: Kind,
    /// Whether members of one household have it in common.
    #[serde(default)]
    pub shared: bool,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A Chinese personal name: compared by characters and by sound, with masks (`张*伟`) and titles (`张先生`).
    Name,
    /// A citizen's identity number of 18 or 15 digits, perhaps masked.
    IdNumber,
    /// A telephone number, perhaps masked.
    Phone,
    /// A date. `also` names a field of kind [`Kind::IdNumber`] that carries the same date.
    Date {
        /// Where the date stands a second time.
        #[serde(default)]
        also: Option<String>,
    },
    /// A category, as the sex. `also` names a field of kind [`Kind::IdNumber`] that tells a person's sex too.
    Sex {
        /// Where it stands a second time.
        #[serde(default)]
        also: Option<String>,
    },
    /// A Chinese postal address, as written or as spoken.
    Address,
    /// A code without a rule of its own: equal, one slip apart, or different.
    Code,
    /// Words: equal, or alike to a degree.
    Text {
        /// How likeness is measured.
        measure: Measure,
        /// The degrees that make a level each, the highest first.
        levels: Vec<f64>,
    },
}

/// How alike two words are, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Jaro–Winkler: short western names.
    JaroWinkler,
    /// One minus the Damerau–Levenshtein distance over the longer length.
    Edits,
    /// Dice's share of common pairs of neighbouring characters: long titles, organisations.
    Bigrams,
}

/// One way to find candidates: records that agree on all parts of the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pass {
    /// All of these must be there and agree.
    pub keys: Vec<Part>,
    /// Where a block is larger than the cap, it is divided by the first of these, then by the second …
    #[serde(default)]
    pub refine: Vec<Part>,
}

/// One part of a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The field.
    pub field: String,
    /// What of it.
    pub of: Of,
}

/// What of a field is taken as key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The cleaned value itself.
    Value,
    /// How it sounds: pinyin of a Chinese name, Soundex of a western word.
    Sound,
    /// How the surname sounds.
    FamilySound,
    /// How the given name sounds.
    GivenSound,
    /// What a masked identity number still shows: region and the last four.
    Ends,
    /// The year of a date.
    Year,
    /// Month and day of a date.
    MonthDay,
    /// Compound or village of an address.
    Place,
    /// Compound or village with building and room.
    Door,
    /// The first characters.
    Head(u8),
    /// The last characters.
    Tail(u8),
}

/// What can be wrong with a schema or its columns.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkageError {
    /// Nothing to compare.
    #[error("a schema needs at least one field and one pass")]
    Empty,
    /// A name that no field has.
    #[error("field {0:?} is not among the fields of the schema")]
    UnknownField(String),
    /// Two fields of one name.
    #[error("field {0:?} is declared twice")]
    TwiceDeclared(String),
    /// `also` names a field that tells neither birth nor sex.
    #[error("field {0:?} is named under `also`, but is not an identity number")]
    NotIdNumber(String),
    /// A key that the field's kind does not have.
    #[error("field {field:?}: a key of kind {of} cannot be taken from it")]
    NoSuchKey {
        /// The field.
        field: String,
        /// What was asked of it.
        of: String,
    },
    /// A pass without a key would compare everything.
    #[error("pass {0} has no key")]
    NoKey(usize),
    /// Too many passes.
    #[error("{0} passes, at most 15 are possible")]
    TooManyPasses(usize),
    /// Too many combinations of levels.
    #[error("the levels of all fields make more than 2^64 patterns: use fewer fields or levels")]
    TooManyPatterns,
    /// Levels must fall and lie between 0 and 1.
    #[error("field {0:?}: levels must fall and lie between 0 and 1, at most eight")]
    Levels(String),
    /// The columns do not fit the schema.
    #[error("{got} columns were given, the schema has {want} fields")]
    Columns {
        /// How many came.
        got: usize,
        /// How many were expected.
        want: usize,
    },
    /// Columns of different lengths.
    #[error("column {name:?} has {got} values, the first column has {want}")]
    Uneven {
        /// The field.
        name: String,
        /// Its length.
        got: usize,
        /// The length of the first.
        want: usize,
    },
    /// A row with another number of values.
    #[error("a row of {got} values was given, the schema has {want} fields")]
    Row {
        /// How many came.
        got: usize,
        /// How many were expected.
        want: usize,
    },
}

impl Schema {
    /// Where a field stands.
    pub fn field(&self, name: &str) -> Result<usize, LinkageError> {
        let found = self.fields.iter().position(|f| f.name == name);
        found.ok_or_else(|| LinkageError::UnknownField(name.to_owned()))
    }

    /// Whether it can be worked with; the first fault otherwise.
    pub fn check(&self) -> Result<(), LinkageError> {
        if self.fields.is_empty() || self.passes.is_empty() {
            return Err(LinkageError::Empty);
        }
        if self.passes.len() > 15 {
            return Err(LinkageError::TooManyPasses(self.passes.len()));
        }
        for (at, field) in self.fields.iter().enumerate() {
            if self.fields[..at].iter().any(|f| f.name == field.name) {
                return Err(LinkageError::TwiceDeclared(field.name.clone()));
            }
            match &field.kind {
                Kind::Date { also: Some(other) } | Kind::Sex { also: Some(other) } => {
                    let source = &self.fields[self.field(other)?];
                    (source.kind == Kind::IdNumber)
                        .then_some(())
                        .ok_or_else(|| LinkageError::NotIdNumber(other.clone()))?;
                }
                Kind::Text { levels, .. } => {
                    let falls = levels.windows(2).all(|w| w[0] > w[1]);
                    if levels.len() > 8 || !falls || levels.iter().any(|l| !(0.0..=1.0).contains(l)) {
                        return Err(LinkageError::Levels(field.name.clone()));
                    }
                }
                _ => {}
            }
        }
        for (at, pass) in self.passes.iter().enumerate() {
            if pass.keys.is_empty() {
                return Err(LinkageError::NoKey(at));
            }
            for part in pass.keys.iter().chain(&pass.refine) {
                let kind = &self.fields[self.field(&part.field)?].kind;
                if !part.of.fits(kind) {
                    let (field, of) = (part.field.clone(), format!("{:?}", part.of));
                    return Err(LinkageError::NoSuchKey { field, of });
                }
            }
        }
        Ok(())
    }
}

impl Of {
    fn fits(self, kind: &Kind) -> bool {
        match self {
            Self::Value => !matches!(kind, Kind::Address),
            Self::Sound => matches!(kind, Kind::Name | Kind::Text { .. }),
            Self::FamilySound | Self::GivenSound => matches!(kind, Kind::Name),
            Self::Ends => matches!(kind, Kind::IdNumber),
            Self::Year | Self::MonthDay => matches!(kind, Kind::Date { .. }),
            Self::Place | Self::Door => matches!(kind, Kind::Address),
            Self::Head(_) | Self::Tail(_) => {
                matches!(kind, Kind::Text { .. } | Kind::Code | Kind::Phone | Kind::IdNumber)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_of_the_house_are_sound_and_are_data() {
        for schema in [Schema::persons(), Schema::organisations(), Schema::dwellings()] {
            schema.check().unwrap();
            let text = serde_json::to_string(&schema).unwrap();
            assert_eq!(serde_json::from_str::<Schema>(&text).unwrap(), schema);
        }
    }

    #[test]
    fn faults_name_the_field() {
        let with = |change: fn(&mut Schema)| {
            let mut schema = Schema::persons();
            change(&mut schema);
            schema.check().unwrap_err().to_string()
        };
        assert!(with(|s| s.passes[0].keys[0].field = "idno".into()).contains("\"idno\""));
        assert!(with(|s| s.passes[0].keys[0].of = Of::Door).contains("a key of kind Door"));
        assert!(
            with(|s| s.fields[2].kind = Kind::Date { also: Some("phone".into()) })
                .contains("not an identity number")
        );
        assert!(with(|s| s.fields[1].name = "name".into()).contains("twice"));
        assert!(with(|s| s.passes[1].keys.clear()).contains("pass 1"));
        assert!(with(|s| s.passes.clear()).contains("at least one"));
    }
}

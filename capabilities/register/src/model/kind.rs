//! What a register holds, as packs say it: kinds, their fields, code tables, who controls them.

use kernel::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A code table: codes with their names, such as sex by GB/T 2261.1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterCodeTable)]
pub struct CodeTable {
    /// The table.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The standard that it is taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// The codes.
    pub values: Vec<CodeValue>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterCode)]
pub struct CodeValue {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Other words that lists use for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterType)]
pub enum FieldType {
    /// Words on one line.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Bool,
    /// A code of a table.
    Code,
    /// The code of an area of the map.
    Area,
    /// Citizen identity number, GB 11643.
    CitizenId,
    /// Unified social credit code, GB 32100.
    CreditCode,
    /// A telephone number.
    Phone,
}

/// How a value is kept and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RegisterClass)]
pub enum FieldClass {
    /// For everybody.
    Public,
    /// For staff.
    Internal,
    /// Of a person: sealed, shown in part, read in clear only by a recorded reveal.
    Personal,
    /// The same and never shown in part.
    Sensitive,
    /// Of people in need of care: locked to its purpose. No such field is loaded yet.
    Care,
}

impl FieldClass {
    /// True when values of the class stand in clear in the register's own row.
    pub fn is_open(self) -> bool {
        self <= Self::Internal
    }
}

/// What a value tells about who or what the record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterRole)]
pub enum IdentityRole {
    /// A number that belongs to one alone.
    Identifier,
    /// Its name.
    Name,
    /// A telephone number.
    Phone,
    /// Where it is.
    Address,
}

impl IdentityRole {
    /// The word that keeps blind numbers of different roles apart.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identifier => "id",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// Which part of a standard address a field holds. A kind with such fields is one of standard addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterPart)]
pub enum Part {
    /// A road, or a group of a village.
    Road,
    /// The number on it.
    Number,
    /// A compound.
    Estate,
    /// A building.
    Building,
    /// A unit, a staircase.
    Unit,
    /// A room, a flat.
    Room,
    /// The name of a place: a school, a market.
    Place,
    /// Other names of the lowest part, divided by `、`.
    Aliases,
    /// Degrees east, WGS-84.
    Lon,
    /// Degrees north.
    Lat,
}

/// One field of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterField)]
pub struct Field {
    /// The field.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The data element of the standard that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// What its values look like.
    #[serde(rename = "type")]
    pub datatype: FieldType,
    /// The code table, for `code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is kept and shown.
    pub class: FieldClass,
    /// The function of the units that own the truth.
    pub owner: String,
    /// A record without it is refused.
    #[serde(default)]
    pub required: bool,
    /// What it tells about who or what the record is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<IdentityRole>,
    /// Which part of a standard address it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// What it is held for, when it is not for the purpose of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// After so many days it is shown as old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness_days: Option<u32>,
    /// Characters at most; 200 when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest: Option<usize>,
}

/// How records of a kind belong to records of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterRelation)]
pub struct Relation {
    /// The relation: lives in, owns, works at.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The kind on the other side.
    pub to: String,
    /// It has a beginning and an end.
    #[serde(default)]
    pub dated: bool,
}

/// A condition over the fields of one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterRule)]
pub struct FieldRule {
    /// The rule.
    pub code: String,
    /// CEL over `v`, the fields that have a value; a citizen number `x` also gives `x_birth` and `x_sex`.
    pub check: String,
    /// What to say when it does not hold.
    pub message: Text,
}

/// A reason for which a value may be read in clear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterPurpose)]
pub struct Purpose {
    /// The purpose.
    pub code: String,
    /// In words.
    pub name: Text,
}

/// What is compared when records of a kind are held against each other across lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterLinkageModel)]
pub enum LinkageModel {
    /// `name, sex, birth, id_no, phone, address`
    Person,
    /// `name, code, legal_person, phone, address`
    Organisation,
    /// `address, code, owner, phone`
    Dwelling,
}

/// How records of a kind are compared across lists, and for which of its purposes they may be. A kind without it is never compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterLinkage)]
pub struct KindLinkage {
    /// The model.
    pub model: LinkageModel,
    /// Purposes of the kind for which lists may be compared.
    pub purposes: Vec<String>,
    /// Part of the model → field of the kind; parts without a field are left out.
    pub fields: std::collections::BTreeMap<String, String>,
}

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterKind)]
pub struct Kind {
    /// The kind: `person`, `household`, `dwelling` …
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The category of the standard that it stands under.
    pub category: Text,
    /// What it is held for, with the legal basis.
    pub purpose: Text,
    /// Reasons to read a value in clear.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// Days after which a record must be gone, counted from the state of the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
    /// After so many days a value is shown as old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness_days: Option<u32>,
    /// Held for visits and help alone. Such a kind is not loaded yet.
    #[serde(default)]
    pub care: bool,
    /// Its records are shown on the map, those that have a point. Never a kind that holds people.
    #[serde(default)]
    pub map: bool,
    /// The field whose code table tells its types: `type`. They are counted and make the branches of the resource tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_field: Option<String>,
    /// Its fields, in the order of a page.
    pub fields: Vec<Field>,
    /// How it belongs to others.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Conditions over several fields.
    #[serde(default)]
    pub rules: Vec<FieldRule>,
    /// How its records are compared across lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linkage: Option<KindLinkage>,
}

impl Kind {
    /// True when its records are people, or belong to some: one of its fields is a citizen number.
    pub fn holds_people(&self) -> bool {
        self.fields.iter().any(|f| f.datatype == FieldType::CitizenId)
    }

    /// The field that tells a record's type, when everybody on the staff may know it.
    pub fn type_field(&self) -> Option<&Field> {
        let code = self.type_field.as_ref()?;
        self.fields.iter().find(|f| f.code == *code && f.class.is_open())
    }
}

/// Who controls a kind and who is entrusted with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterEntrustment)]
pub struct Entrustment {
    /// The kind.
    pub kind: String,
    /// The department that controls it: a function of units.
    pub controller: String,
    /// The centre that is entrusted: a function of units.
    pub centre: String,
    /// The number of the agreement.
    pub number: String,
}

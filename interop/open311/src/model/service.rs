//! Services and what they ask.

use crate::document::Node;
use crate::map;

/// A kind of matter that can be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code, unique over all packs.
    pub code: String,
    /// Its name in the reader's language.
    pub name: String,
    /// The names from the top of its tree.
    pub description: String,
    /// It has a definition with questions.
    pub metadata: bool,
    /// Other words for it.
    pub keywords: Vec<String>,
    /// The name of the top of its tree.
    pub group: String,
}

impl Service {
    /// `service`. Its type is always `realtime`: the number is known at once.
    pub fn node(&self) -> Node {
        map! {
            "service_code" => self.code.as_str(),
            "service_name" => self.name.as_str(),
            "description" => self.description.as_str(),
            "metadata" => self.metadata,
            "type" => "realtime",
            "keywords" => self.keywords.join(","),
            "group" => self.group.as_str(),
        }
    }
}

/// The type of an attribute's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datatype {
    /// One line.
    String,
    /// A number.
    Number,
    /// A moment.
    DateTime,
    /// Several lines.
    Text,
    /// One of the listed values.
    SingleValueList,
    /// Some of the listed values.
    MultiValueList,
}

impl Datatype {
    /// The word of the specification.
    pub fn code(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::DateTime => "datetime",
            Self::Text => "text",
            Self::SingleValueList => "singlevaluelist",
            Self::MultiValueList => "multivaluelist",
        }
    }
}

/// A question that a service asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its code.
    pub code: String,
    /// False: only shown, nothing is answered.
    pub variable: bool,
    /// The type of the answer.
    pub datatype: Datatype,
    /// Must be answered.
    pub required: bool,
    /// What to write, in the reader's language.
    pub hint: Option<String>,
    /// The question.
    pub description: String,
    /// Key and name of each value of a list.
    pub values: Vec<(String, String)>,
}

impl Attribute {
    /// `attribute`; `order` counts from 1.
    fn node(&self, order: usize) -> Node {
        let value = |(key, name): &(String, String)| map! { "key" => key.as_str(), "name" => name.as_str() };
        map! {
            "variable" => self.variable,
            "code" => self.code.as_str(),
            "datatype" => self.datatype.code(),
            "required" => self.required,
            "datatype_description" => Node::text(self.hint.as_deref()),
            "order" => Node::Whole(i64::try_from(order).unwrap_or(i64::MAX)),
            "description" => self.description.as_str(),
            "values" => Node::list("value", &self.values, value),
        }
    }
}

/// The questions of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The service.
    pub code: String,
    /// Its questions in their order.
    pub attributes: Vec<Attribute>,
}

impl Definition {
    /// `service_definition`.
    pub fn node(&self) -> Node {
        let attributes = self.attributes.iter().enumerate();
        map! {
            "service_code" => self.code.as_str(),
            "attributes" => Node::list("attribute", attributes, |(at, attribute)| attribute.node(at + 1)),
        }
    }
}

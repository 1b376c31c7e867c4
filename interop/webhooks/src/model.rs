//! What exists: subscriptions and deliveries.

use kernel::{Id, Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of a subscription's id.
#[derive(Clone, Copy, Debug)]
pub struct WebhookKind;
impl kernel::Kind for WebhookKind {
    const NAME: &'static str = "webhook";
}
/// A subscription's id.
pub type WebhookId = Id<WebhookKind>;

/// Where to tell, of what, and from where.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Id.
    pub id: WebhookId,
    /// What the administrator calls it.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Types of events, each whole or ending in `*`; empty: all.
    pub events: Vec<String>,
    /// Code of an area; empty: everywhere.
    pub area: String,
    /// Its path.
    pub area_path: String,
    /// Events are sent; else they wait.
    pub enabled: bool,
    /// Of the secret, from 1.
    pub generation: i64,
    /// When the secret changed last.
    pub rotated_at: Option<Timestamp>,
    /// Since when; events before are none of its business.
    pub created_at: Timestamp,
    /// When it was set last.
    pub changed_at: Timestamp,
    /// Since when it is no more.
    pub ended_at: Option<Timestamp>,
}

/// What an administrator says of a subscription.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// What it is called, 1 to 100 characters.
    pub name: String,
    /// `https://…`; `http://…` only to a network that the configuration allows.
    pub url: String,
    /// Types of events such as `jingwei.case.dispatch` or `jingwei.case.system.*`; empty: all.
    #[serde(default)]
    pub events: Vec<String>,
    /// Code of an area: events in it and everything under it; empty: everywhere.
    #[serde(default)]
    pub area: String,
    /// Events are sent; else they wait.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

/// A subscription as administrators see it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WebhookView {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Types of events; empty: all.
    pub events: Vec<String>,
    /// Code of an area; empty: everywhere.
    pub area: String,
    /// Events are sent; else they wait.
    pub enabled: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was set last.
    pub changed_at: Timestamp,
    /// Deliveries that wait.
    pub waiting: i64,
    /// Deliveries that were given up.
    pub dead: i64,
}

/// A subscription with its secret, which is told in this answer only.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WithSecret {
    /// The subscription.
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// `whsec_…`: 256 bits in base64.
    pub secret: String,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// To be sent, or tried and to be tried again.
    #[default]
    Waiting,
    /// The receiver has it.
    Delivered,
    /// Given up; can be sent again.
    Dead,
}

impl State {
    /// The state of that word.
    ///
    /// # Errors
    /// `field.invalid`
    pub fn parse(word: &str) -> Result<Self, Refusal> {
        let found = [Self::Waiting, Self::Delivered, Self::Dead].into_iter().find(|s| s.code() == word);
        found.ok_or_else(|| Refusal::invalid("state", word, "one of: waiting, delivered, dead"))
    }

    /// The word of the column.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

/// The deliveries of one case to one subscription: they go one after the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lane {
    /// Home county of the case.
    pub county: String,
    /// The subscription.
    pub webhook: String,
    /// The case's id.
    pub case: String,
}

impl Lane {
    /// The name among the jobs of its kind.
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.webhook, self.county, self.case)
    }
}

/// A delivery that waits in its lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Number of the fact.
    pub seq: i64,
    /// The bytes to send.
    pub body: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// A delivery as administrators see it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DeliveryView {
    /// The event's id, `webhook-id` of the message.
    pub event: String,
    /// Its type.
    pub r#type: String,
    /// The case's number.
    pub number: String,
    /// The case's version after it.
    pub seq: i64,
    /// Where it stands.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the receiver answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    /// Why it did not arrive, in technical terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When the event was read.
    pub created_at: Timestamp,
    /// When it was last tried, or created.
    pub changed_at: Timestamp,
    #[serde(skip)]
    pub(crate) case: String,
}

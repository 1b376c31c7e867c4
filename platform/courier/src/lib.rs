//! The courier: carries a short message to somebody outside, by mail or through a city's message gateway, and posts to
//! other systems.
//!
//! - [`Letter`]: what is to be said, to whom, under an id that stays the same over all attempts.
//! - [`Courier::send`] carries it by the [`Way`] that the address is of: [`mail`] speaks SMTP, [`gateway`] posts JSON to a
//!   service that sends SMS or WeChat messages.
//! - [`http`] posts over a connection of its own, [`net`] says which addresses may be reached; webhooks use both.
//!
//! It keeps nothing and repeats nothing: whoever sends enqueues a job. Addresses stand in no log and in no error.

pub mod gateway;
pub mod http;
pub mod mail;
pub mod net;

pub use gateway::Gateway;
pub use mail::{Mail, Tls};

/// How somebody can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By mail.
    Email,
    /// By a message to a mobile number, through the gateway.
    Mobile,
}

impl Way {
    /// The word of columns and of the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Mobile => "mobile",
        }
    }

    /// The way of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Email, Self::Mobile].into_iter().find(|way| way.code() == word)
    }
}

/// A message to one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The same over all attempts: what comes twice is seen to be one message.
    pub id: String,
    /// To whom: an address of the way.
    pub to: String,
    /// What it is about; mail alone shows it.
    pub subject: String,
    /// In plain words.
    pub text: String,
    /// The same for a mail reader; empty: the plain words alone.
    pub html: String,
    /// Where one click ends such messages (RFC 8058), when there is something to end.
    pub end: Option<String>,
}

/// Why a message did not leave; the text is for administrators and holds no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// This house sends no such messages.
    #[error("no {0} is configured")]
    NotConfigured(&'static str),
    /// It will never be taken: to try again is of no use.
    #[error("refused: {0}")]
    Refused(String),
    /// It was not taken now.
    #[error("not now: {0}")]
    Later(String),
}

/// Sends by whatever is configured. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Courier {
    /// The mail server.
    pub mail: Option<Mail>,
    /// The message gateway.
    pub gateway: Option<Gateway>,
}

impl Courier {
    /// The ways that are configured.
    pub fn ways(&self) -> Vec<Way> {
        let mail = self.mail.as_ref().map(|_| Way::Email);
        mail.into_iter().chain(self.gateway.as_ref().map(|_| Way::Mobile)).collect()
    }

    /// Carries a message; once it is answered, the next house has it.
    ///
    /// # Errors
    /// [`Fault`], which says whether to try again.
    pub async fn send(&self, way: Way, letter: &Letter) -> Result<(), Fault> {
        match (way, &self.mail, &self.gateway) {
            (Way::Email, Some(mail), _) => mail.send(letter).await,
            (Way::Mobile, _, Some(gateway)) => gateway.send(letter).await,
            (Way::Email, None, _) => Err(Fault::NotConfigured("mail server")),
            (Way::Mobile, _, None) => Err(Fault::NotConfigured("message gateway")),
        }
    }
}

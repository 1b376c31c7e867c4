//! Mail by SMTP: a connection for each message, plain words and simple HTML, and what a mail reader needs to end it.

use crate::{Fault, Letter};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls as Lines, TlsParameters},
        extension::ClientId,
    },
};
use std::time::Duration;

/// How long one command of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tls {
    /// From the first byte (port 465).
    #[default]
    Implicit,
    /// After STARTTLS, which the server must offer (port 587).
    Starttls,
    /// Not at all: for a relay inside of one's own network.
    None,
}

impl Tls {
    /// `implicit`, `starttls` or `none`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "implicit" => Some(Self::Implicit),
            "starttls" => Some(Self::Starttls),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// A mail server that takes our mail.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    server: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Mail {
    /// `server` is `host:port`, `from` an address with or without a name (`经纬 <no-reply@grid.example.cn>`); a user without
    /// a name does not log in.
    ///
    /// # Errors
    /// What is wrong with one of them, by its key.
    pub fn new(server: &str, tls: Tls, (user, password): (&str, &str), from: &str) -> Result<Self, String> {
        let place = || format!("mail.server: {server:?}; expected host:port, such as mail.example.cn:465");
        let (host, port) = server.rsplit_once(':').ok_or_else(place)?;
        let port: u16 = port.parse().map_err(|_| place())?;
        let from: Mailbox = from.parse().map_err(|_| {
            format!("mail.from: {from:?}; expected an address, such as 经纬 <no-reply@example.cn>")
        })?;
        let parameters = || TlsParameters::new_rustls(host.to_owned()).map_err(|e| format!("mail.tls: {e}"));
        let lines = match tls {
            Tls::Implicit => Lines::Wrapper(parameters()?),
            Tls::Starttls => Lines::Required(parameters()?),
            Tls::None => Lines::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .tls(lines)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if !user.is_empty() {
            transport = transport.credentials(Credentials::new(user.to_owned(), password.to_owned()));
        }
        Ok(Self { transport: transport.build(), from, server: server.to_owned() })
    }

    /// Where mail is handed to, and in whose name: for administrators.
    pub fn shown(&self) -> (String, String) {
        (self.server.clone(), self.from.to_string())
    }

    pub(crate) async fn send(&self, letter: &Letter) -> Result<(), Fault> {
        let message = self.message(letter)?;
        let answer = self.transport.send(message).await;
        answer.map(drop).map_err(|error| {
            let why = plain(&error, &letter.to);
            if error.is_permanent() { Fault::Refused(why) } else { Fault::Later(why) }
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, Fault> {
        let broken = |what: &str| Fault::Refused(format!("{what} cannot be put into a mail"));
        let to: Address = letter.to.parse().map_err(|_| broken("the address"))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .raw_header(raw("Auto-Submitted", "auto-generated"));
        if let Some(end) = &letter.end {
            message = message
                .raw_header(raw("List-Unsubscribe", &format!("<{end}>")))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let message = match letter.html.is_empty() {
            true => message.singlepart(part(ContentType::TEXT_PLAIN, &letter.text)),
            false => message.multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                    .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
            ),
        };
        message.map_err(|_| broken("the text"))
    }
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// What the other side said, without the address that it may have quoted.
fn plain(error: &lettre::transport::smtp::Error, to: &str) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text.replace(to, "***").chars().take(300).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named_by_its_key() {
        let wrong = |server, from| Mail::new(server, Tls::None, ("", ""), from).unwrap_err();
        assert!(wrong("mail.example.cn", "a@b.cn").starts_with("mail.server"));
        assert!(wrong("mail.example.cn:x", "a@b.cn").starts_with("mail.server"));
        assert!(wrong("mail.example.cn:25", "nobody").starts_with("mail.from"));
        assert_eq!(Tls::parse("starttls"), Some(Tls::Starttls));
        assert_eq!(Tls::parse("yes"), None);
    }

    #[test]
    fn a_retry_is_the_same_message_and_one_click_ends_it() {
        let mail = Mail::new("127.0.0.1:25", Tls::None, ("", ""), "经纬 <no-reply@example.cn>").unwrap();
        let letter = Letter {
            id: "m-1".into(),
            to: "li@example.com".into(),
            subject: "身边的事\r\nBcc: x@y.z".into(),
            text: "正文".into(),
            html: "<p>正文</p>".into(),
            end: Some("https://a.b/api/v1/alerts/end?token=t".into()),
        };
        let text = String::from_utf8(mail.message(&letter).unwrap().formatted()).unwrap();
        assert!(text.contains("Message-ID: <m-1@example.cn>\r\n"), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(text.contains("multipart/alternative") && !text.contains("\nBcc:"), "{text}");
        let bad = Letter { to: "li@example.com\r\nRCPT TO:<x@y.z>".into(), ..letter };
        assert!(matches!(mail.message(&bad), Err(Fault::Refused(_))));
    }
}

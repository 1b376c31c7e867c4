//! A mail server of its own: real SMTP over TCP, keeps what it takes, and refuses what it is told to.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub to: String,
    pub raw: String,
}

impl Mail {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    /// All parts in clear.
    pub fn text(&self) -> String {
        let mut all = String::new();
        for part in self.raw.split("\r\n--") {
            let Some((head, body)) = part.split_once("\r\n\r\n") else { continue };
            if head.contains("base64") {
                let bytes = STANDARD.decode(body.replace(['\r', '\n'], "")).unwrap();
                all.push_str(&String::from_utf8(bytes).unwrap());
            } else if head.contains("quoted-printable") {
                all.push_str(&quoted(body));
            } else {
                all.push_str(body);
            }
        }
        all
    }

    /// What follows a beginning, up to the next blank or quote.
    pub fn after(&self, begin: &str) -> String {
        let text = self.text();
        let rest = text.split(begin).nth(1).unwrap_or_else(|| panic!("no {begin} in {text}"));
        rest.chars().take_while(|c| !c.is_whitespace() && *c != '"').collect()
    }
}

fn quoted(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (vec![], body.as_bytes());
    while let [first, tail @ ..] = rest {
        if *first == b'=' && tail.len() >= 2 {
            bytes.extend(hex::decode(&tail[..2]).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The server.
#[derive(Clone)]
pub struct Post {
    pub address: String,
    got: Arc<Mutex<Vec<Mail>>>,
    /// Answers to the next mails in place of taking them.
    answers: Arc<Mutex<Vec<&'static str>>>,
}

impl Post {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let post = Self { address, got: Arc::default(), answers: Arc::default() };
        let serving = post.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        post
    }

    async fn serve(self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 post.test ESMTP\r\n").await.ok()?;
        let mut mail = Mail::default();
        while let Some(line) = lines.next_line().await.ok()? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-post.test\r\n250 8BITMIME",
                "RCPT" => {
                    mail.to = line.split(['<', '>']).nth(1)?.to_owned();
                    "250 OK"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail.raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.raw.push_str("\r\n");
                    }
                    let answer = self.answers.lock().unwrap().pop().unwrap_or("250 taken");
                    // one that is taken, and whose answer gets lost on the way
                    if answer == "gone" || answer.starts_with("250") {
                        self.got.lock().unwrap().push(std::mem::take(&mut mail));
                    }
                    if answer == "gone" {
                        return None;
                    }
                    answer
                }
                "QUIT" => "221 bye",
                _ => "250 OK",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        Some(())
    }

    /// What was taken since the last question.
    pub fn got(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    /// The next answers.
    pub fn answers(&self, answers: &[&'static str]) {
        *self.answers.lock().unwrap() = answers.iter().rev().copied().collect();
    }
}

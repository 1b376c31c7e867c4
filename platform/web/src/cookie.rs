//! Session cookies: a token of 64 hexadecimal characters that scripts cannot read.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

/// The token in a cookie; anything but 64 hexadecimal characters is none.
pub fn cookie_token<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut values = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = values.find(|(key, _)| *key == name)?;
    (token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit())).then_some(token)
}

/// An answer that sets a session cookie, or with no seconds takes it back. `manners` says where it goes and which sites may
/// send it along.
pub fn with_cookie(
    answer: impl IntoResponse,
    (name, token): (&str, &str),
    seconds: i64,
    manners: &str,
    secure: bool,
) -> Response {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; {manners}; HttpOnly; Max-Age={seconds}{secure}");
    let mut response = answer.into_response();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

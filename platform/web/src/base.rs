//! The address under which the world reaches this server, for links that leave it.

use axum::http::{HeaderMap, Uri};

/// `public_url` when it is configured; otherwise as the request says: its host, and `https` when a proxy of ours
/// (`behind_proxy`) says so. Without a slash at the end.
pub fn base(public_url: &str, behind_proxy: bool, headers: &HeaderMap, uri: &Uri) -> String {
    if !public_url.is_empty() {
        return public_url.trim_end_matches('/').to_string();
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let plain = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
    };
    let own = uri.authority().map(|authority| authority.as_str());
    let host = text("host").or(own).filter(plain).unwrap_or("localhost");
    let secure = behind_proxy && text("x-forwarded-proto") == Some("https");
    format!("{}://{host}", if secure { "https" } else { "http" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_where_the_request_came_to() {
        let uri = Uri::from_static("/feeds/cases.atom");
        let mut headers = HeaderMap::new();
        assert_eq!(base("https://a.b/", false, &headers, &uri), "https://a.b");
        assert_eq!(base("", false, &headers, &uri), "http://localhost");
        headers.insert("host", "a.b:8080".parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        assert_eq!(base("", false, &headers, &uri), "http://a.b:8080");
        assert_eq!(base("", true, &headers, &uri), "https://a.b:8080");
        headers.insert("host", "a.b/<x>".parse().unwrap());
        assert_eq!(base("", false, &headers, &uri), "http://localhost");
    }
}

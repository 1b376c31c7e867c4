//! What a path asks for: `/v2/services.json`, `/v2/requests/350304-1.xml`, `/discovery.xml`.
//!
//! Clients join addresses carelessly: empty segments (`//`) and a slash at the end do not matter. The format is the
//! suffix; without one, `Accept` decides, and XML is the default.

use crate::document::Format;

/// Which of the two endpoints that discovery lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `/open311/v2`: what is posted is acted upon.
    Production,
    /// `/open311/test/v2`: reads the same, checks what is posted in full, keeps nothing.
    Test,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// `discovery`
    Discovery,
    /// `services`
    Services,
    /// `services/{service_code}`
    Definition(String),
    /// `requests`
    Requests,
    /// `requests/{service_request_id}`
    Request(String),
    /// `tokens/{token}`
    Token(String),
    /// `servicerequestupdates`
    Updates,
}

/// A path that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Under which endpoint.
    pub endpoint: Endpoint,
    /// What is asked for.
    pub resource: Resource,
}

/// The format to answer in, and the target if there is one. `path` is what follows `/open311`, percent-encoded.
pub fn parse(path: &str, accept: Option<&str>) -> (Format, Option<Target>) {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let last = segments.last().copied().unwrap_or_default();
    let suffix = last.rsplit_once('.').and_then(|(stem, suffix)| Some((stem, Format::parse(suffix)?)));
    let (stem, format) = suffix.unwrap_or_else(|| (last, accepted(accept)));
    let (endpoint, names) = match segments.as_slice() {
        ["test", "v2", rest @ ..] => (Endpoint::Test, rest),
        ["v2", rest @ ..] => (Endpoint::Production, rest),
        rest => return (format, beside(rest, stem)),
    };
    // no number, code or token has NUL in it
    let names = if path.contains("%00") { &[] } else { names };
    let target = resource(names, stem).map(|resource| Target { endpoint, resource });
    (format, target)
}

/// Discovery is a thing of its own and also stands beside the endpoints.
fn beside(names: &[&str], stem: &str) -> Option<Target> {
    let found = matches!(names, [_]) && stem == "discovery";
    found.then_some(Target { endpoint: Endpoint::Production, resource: Resource::Discovery })
}

fn resource(names: &[&str], stem: &str) -> Option<Resource> {
    match names {
        [_] => match stem {
            "discovery" => Some(Resource::Discovery),
            "services" => Some(Resource::Services),
            "requests" => Some(Resource::Requests),
            "servicerequestupdates" => Some(Resource::Updates),
            _ => None,
        },
        [kind, _] => {
            let id = percent_encoding::percent_decode_str(stem).decode_utf8().ok()?.into_owned();
            match *kind {
                "services" => Some(Resource::Definition(id)),
                "requests" => Some(Resource::Request(id)),
                "tokens" => Some(Resource::Token(id)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn accepted(accept: Option<&str>) -> Format {
    let first = accept.unwrap_or_default().split(',').find_map(|part| {
        match part.split(';').next().unwrap_or_default().trim() {
            "application/json" => Some(Format::Json),
            "text/xml" | "application/xml" => Some(Format::Xml),
            _ => None,
        }
    });
    first.unwrap_or(Format::Xml)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(path: &str) -> Option<(Endpoint, Resource, Format)> {
        let (format, target) = parse(path, None);
        target.map(|t| (t.endpoint, t.resource, format))
    }

    #[test]
    fn all_resources() {
        use Endpoint::{Production, Test};
        use Format::{Json, Xml};
        let id = |text: &str| text.to_string();
        let table = [
            ("/v2/discovery.xml", (Production, Resource::Discovery, Xml)),
            ("/discovery.json", (Production, Resource::Discovery, Json)),
            ("/v2/services.json", (Production, Resource::Services, Json)),
            ("/v2/services/01.02.xml", (Production, Resource::Definition(id("01.02")), Xml)),
            ("/test/v2/requests.XML", (Test, Resource::Requests, Xml)),
            (
                "/v2/requests/350304-20261121-000123.json",
                (Production, Resource::Request(id("350304-20261121-000123")), Json),
            ),
            ("/v2/tokens/abc.xml", (Production, Resource::Token(id("abc")), Xml)),
            ("/v2/servicerequestupdates.xml", (Production, Resource::Updates, Xml)),
        ];
        for (path, expected) in table {
            assert_eq!(at(path), Some(expected), "{path}");
        }
    }

    #[test]
    fn slashes_do_not_matter() {
        for path in ["/v2//requests.json", "//v2/requests.json/", "v2/requests.json", "/v2///requests.json//"]
        {
            assert_eq!(at(path), Some((Endpoint::Production, Resource::Requests, Format::Json)), "{path}");
        }
        assert_eq!(at("/v2//services//a%20b.xml/").map(|t| t.1), Some(Resource::Definition("a b".into())));
    }

    #[test]
    fn a_path_that_is_nothing_still_has_a_format() {
        for path in
            ["/", "/v2", "/v2/nothing.json", "/v2/a/b/c.json", "/v2/services/%ff.json", "/v3/services.json"]
        {
            assert_eq!(at(path), None, "{path}");
        }
        assert_eq!(parse("/v2/nothing.json", None).0, Format::Json);
        assert_eq!(parse("/v2/nothing", None).0, Format::Xml);
    }

    #[test]
    fn without_a_suffix_the_header_decides() {
        assert_eq!(parse("/v2/services", Some("text/html, application/json;q=0.9")).0, Format::Json);
        assert_eq!(parse("/v2/services", Some("*/*")).0, Format::Xml);
        assert_eq!(at("/v2/services").map(|t| t.1), Some(Resource::Services));
        assert_eq!(at("/v2/services/pack.0101").map(|t| t.1), Some(Resource::Definition("pack.0101".into())));
    }

    proptest! {
        #[test]
        fn nothing_panics(path in "[/.a-z0-9%é]{0,40}", accept in proptest::option::of("\\PC{0,20}")) {
            parse(&path, accept.as_deref());
        }
    }
}

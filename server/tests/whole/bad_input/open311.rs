//! Open311 has errors of its own kind: a list of code and description, in the format that was asked for.

use super::still_serves;
use crate::support::{desk::Desk, png, text};
use axum::{body::Body, http::Request};
use web::testing::Reply;

/// One or several errors in the format that was asked for, and a status of GeoReport.
fn error(reply: &Reply, what: &str) {
    let status = reply.status.as_u16();
    assert!([400, 403, 404, 405].contains(&status), "{what}: {status} {}", text(reply));
    let kind = reply.headers.get("content-type").unwrap().to_str().unwrap().to_string();
    if kind.contains("json") {
        let errors = reply.json();
        let first = errors[0].clone();
        assert_eq!(first["code"], status, "{what}: {errors}");
        assert!(first["description"].as_str().is_some_and(|d| d.len() > 3), "{what}: {errors}");
    } else {
        let body = text(reply);
        assert!(kind.contains("xml"), "{what}: {kind}");
        assert!(body.contains("<errors>") && body.contains("<description>"), "{what}: {body}");
        assert!(body.contains(&format!("<code>{status}</code>")), "{what}: {body}");
    }
}

whole!(nothing_makes_it_stumble, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let admin = desk.person("admin_security").await;
    let client = admin.post("/api/v1/clients", serde_json::json!({"name": {"zh": "热线"}})).await.json();
    let key = client["key"].as_str().unwrap_or_else(|| panic!("{client}")).to_string();
    let nobody = desk.whole.client();
    let services = nobody.get("/open311/v2/services.json").await.json();
    let code = services[0]["service_code"].as_str().unwrap_or_else(|| panic!("{services}")).to_string();
    let before = desk.whole.counts().await;

    for path in [
        "",
        "v2",
        "v2/nothing.json",
        "v2/requests.pdf",
        "v2/requests/..%2F..%2Fetc.json",
        "v2/requests/%00.json",
        "v2/requests/%FF.xml",
        "v2/requests/x.json",
        "v2/services/x.xml",
        "v2/services/%00.json",
        "v2/tokens/x.json",
        "v2/tokens/%00.xml",
        "v2/requests.json?start_date=yesterday",
        "v2/requests.xml?start_date=2026-02-30T00:00:00Z",
        "v2/requests.json?status=maybe",
        "v2/requests.json?page_size=-1",
        "v2/requests.json?page=99999999999999999999",
        "v2/requests.json?service_code=%00",
        "v2/requests.json?service_request_id=%00,%00",
        "v2/requests.json?%FF=%FE",
        "v2/requests.json?jurisdiction_id=%00",
        "v2/servicerequestupdates.json?start_date=x",
        "v2/requests.json?lat=NaN&long=1&radius=1",
    ] {
        let reply = nobody.get(&format!("/open311/{path}")).await;
        if reply.status != 200 {
            error(&reply, path);
        }
        assert!(reply.status.as_u16() < 500, "{path}: {}", text(&reply));
    }

    let form = "application/x-www-form-urlencoded";
    let whole_form = format!("api_key={key}&service_code={code}&lat=30.006&long=110.003&description=x");
    let with = |more: &str| format!("{whole_form}&{more}");
    let big = format!("{whole_form}&email={}", "x".repeat(3 << 20));
    let many: String = (0..5_000).map(|n| format!("&a{n}=1")).collect();
    let multipart = "multipart/form-data; boundary=b";
    let part = |name: &str, content: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    };
    let fields =
        [part("api_key", &key), part("service_code", &code), part("lat", "30.006"), part("long", "110.003")]
            .concat();
    let photo = |bytes: &[u8]| {
        let head = format!(
            "{fields}--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        );
        [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat()
    };
    let posts: Vec<(&str, &str, Vec<u8>)> = vec![
        ("nothing", form, vec![]),
        ("no key", form, b"service_code=x&lat=1&long=1".to_vec()),
        ("a wrong key", form, whole_form.replace(&key, "nonsense").into()),
        ("a key with NUL", form, whole_form.replace(&key, "%00").into()),
        ("an unknown service", form, whole_form.replace(&code, "nothing").into()),
        ("a service with NUL", form, whole_form.replace(&code, "%00").into()),
        ("off the earth", form, whole_form.replace("lat=30.006", "lat=95").into()),
        ("no number", form, whole_form.replace("lat=30.006", "lat=NaN").into()),
        ("words for numbers", form, whole_form.replace("lat=30.006", "lat=north").into()),
        ("half a point", form, whole_form.replace("lat=30.006&", "").into()),
        ("NUL in a text", form, with("first_name=%00").into()),
        ("not UTF-8", form, with("first_name=%FF%FE").into()),
        (
            "a text without end",
            form,
            whole_form.replace("description=x", &format!("description={}", "x".repeat(20_000))).into(),
        ),
        ("three megabytes", form, big.into()),
        ("five thousand fields", form, with(&many).into()),
        ("no boundary", "multipart/form-data", fields.clone().into()),
        ("another boundary", "multipart/form-data; boundary=c", fields.clone().into()),
        (
            "no end",
            multipart,
            [
                fields.as_bytes(),
                b"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\nabc",
            ]
            .concat(),
        ),
        ("no name", multipart, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n".to_vec()),
        ("headers that are none", multipart, b"--b\r\n\xff\xfe\r\n\r\nx\r\n--b--\r\n".to_vec()),
        ("rubbish", multipart, vec![0xff; 4_000]),
        ("a picture that is none", multipart, photo(b"\x89PNG\r\n\x1a\nnothing")),
        ("a bomb", multipart, photo(&png::bomb())),
        ("too large a picture", multipart, photo(&vec![0x89; 1_200_000])),
        ("XML", "application/xml", b"<request><service_code>x</service_code>".to_vec()),
        (
            "XML with entities",
            "text/xml",
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>".to_vec(),
        ),
        ("JSON", "application/json", b"{\"service_code\": 1".to_vec()),
    ];
    for (what, kind, body) in posts {
        for path in [
            "/open311/v2/requests.json",
            "/open311/v2/requests.xml",
            "/open311/v2/servicerequestupdates.json",
        ] {
            let request = Request::post(path).header("content-type", kind);
            let reply = nobody.ask(request, Body::from(body.clone())).await;
            error(&reply, &format!("{what} to {path}"));
            assert!(!text(&reply).contains("root:"), "{what}");
        }
    }
    for method in ["PUT", "DELETE", "PATCH"] {
        let reply = nobody
            .ask(Request::builder().method(method).uri("/open311/v2/requests.json"), Body::empty())
            .await;
        assert_eq!(reply.status, 405, "{method}: {}", text(&reply));
    }
    let after = desk.whole.counts().await;
    assert!(before.iter().zip(&after).all(|(b, a)| b == a || b.0 == "session"), "{before:?} {after:?}");
    let good = nobody
        .ask(Request::post("/open311/v2/requests.json").header("content-type", form), Body::from(whole_form))
        .await;
    assert!(good.status.is_success(), "{}", text(&good));
    still_serves(&desk.whole).await;
});

//! A phone is set up, gets its forms, sends them in; and what is not right is refused in its own words.

use crate::town::{Town, filled};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use forms::model::published::{FormState, MediaFile};
use openrosa::digest::ha1;
use openrosa::{Believed, OpenRosa, Parts, Settings};
use std::sync::Arc;
use testkit::both;
use tower::ServiceExt as _;

struct Phone {
    town: Town,
    app: axum::Router,
    service: OpenRosa,
}

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Phone {
    async fn new(db: testkit::TestDb, behind_proxy: bool) -> Self {
        let town = Town::new(db).await;
        let words = [
            ("forms", include_str!("../../../../capabilities/forms/messages.yaml")),
            ("openrosa", openrosa::MESSAGES),
        ];
        let messages = Arc::new(web::Messages::merge(words).unwrap());
        let settings = Settings { behind_proxy, name: "测试市".into(), ..Settings::default() };
        let service = OpenRosa::new(Parts {
            db: town.story.test.db.clone(),
            env: town.story.test.env.clone(),
            vault: town.story.vault.clone(),
            identity: town.story.identity.clone(),
            forms: town.forms.clone(),
            messages,
            settings,
            believed: Believed::default(),
        });
        let setup = web::Setup {
            env: town.story.test.env.clone(),
            authenticator: town.story.identity.clone(),
            config: web::Config { behind_proxy, ..web::Config::default() },
            ready: Arc::new(|| Box::pin(async { Ok(()) })),
            metrics: Arc::default(),
            version: "test",
            foreign: vec![openrosa::foreign(service.clone())],
        };
        let mut capabilities = openrosa::capabilities(service.clone());
        capabilities.push(forms::capability(town.forms.clone()));
        let app = web::assemble(setup, capabilities, axum::Router::new()).unwrap().router;
        Self { town, app, service }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header("host", "grid.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.app.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[("x-openrosa-version", "1.0")], vec![]).await
    }

    async fn send(&self, base: &str, xml: &str, files: &[(&str, &[u8])]) -> Reply {
        let mut body = format!(
            "--zz\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"s.xml\"\r\nContent-Type: text/xml\r\n\r\n{xml}\r\n"
        )
        .into_bytes();
        for (name, bytes) in files {
            let head = format!(
                "--zz\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--zz--\r\n");
        let headers = [("x-openrosa-version", "1.0"), ("content-type", "multipart/form-data; boundary=zz")];
        self.ask(Method::POST, &format!("{base}/submission?deviceID=x"), &headers, body).await
    }

    /// A key of somebody: the address below which they are known.
    async fn base(&self, login: &str) -> String {
        let ctx = self.town.who(login).await;
        let key = Box::pin(self.service.give_key(&ctx, "")).await.unwrap();
        key.url
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from)
        .and_then(|(_, rest)| rest.split_once(to))
        .map(|(inside, _)| inside)
        .unwrap_or_default()
}

both!(a_phone_gets_its_forms, |db| async move {
    let phone = Phone::new(db, false).await;
    let mut new = phone.town.publishing("rent", "1", "出租屋", "C/K1");
    new.media = vec![MediaFile {
        name: "地点 1.csv".into(),
        bytes: b"name,label\n".to_vec(),
        mime: "text/csv".into(),
    }];
    let xform = new.xform.clone();
    Box::pin(phone.town.forms.publish(&phone.town.story.test.system(), new)).await.unwrap();
    phone.town.publish("east", "1", "C/K2").await;
    phone.town.publish("closing", "1", "C").await;
    let chen = phone.town.who("chen").await;
    let system = phone.town.story.test.system();
    phone.town.forms.set_state(&system, "closing", FormState::Closing).await.unwrap();
    let base = phone.base("gwen").await;
    let list = phone.get(&format!("{base}/formList")).await;
    assert_eq!(list.status, 200, "{}", list.body);
    assert!(list.headers["content-type"].to_str().unwrap().starts_with("text/xml"));
    assert_eq!(list.headers["x-openrosa-version"], "1.0");
    assert_eq!(
        list.body.matches("<xform>").count(),
        1,
        "neither another county's nor a closing one: {}",
        list.body
    );
    let url = between(&list.body, "<downloadUrl>", "</downloadUrl>").replace("&amp;", "&");
    assert!(url.starts_with(&format!("http://grid.test{base}/")), "{url}");
    let form = phone.get(url.strip_prefix("http://grid.test").unwrap()).await;
    assert_eq!((form.status, form.body.as_str()), (200, xform.as_str()));
    assert_eq!(
        between(&list.body, "<hash>", "</hash>"),
        format!("md5:{}", forms::service::md5_hex(xform.as_bytes()))
    );
    let manifest = between(&list.body, "<manifestUrl>", "</manifestUrl>");
    let manifest = phone.get(manifest.strip_prefix("http://grid.test").unwrap()).await;
    assert_eq!(between(&manifest.body, "<filename>", "</filename>"), "地点 1.csv");
    let file = between(&manifest.body, "<downloadUrl>", "</downloadUrl>");
    let file = phone.get(file.strip_prefix("http://grid.test").unwrap()).await;
    assert_eq!((file.status, file.body.as_str()), (200, "name,label\n"));
    // one by its id; the head of it; without the protocol's sign
    let one = phone.get(&format!("{base}/formList?formID=nothing&deviceID=x")).await;
    assert!(one.status == 200 && !one.body.contains("<xform>"), "{}", one.body);
    let head =
        phone.ask(Method::HEAD, &format!("{base}/formList"), &[("x-openrosa-version", "1.0")], vec![]).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let mute = phone.ask(Method::GET, &format!("{base}/formList"), &[], vec![]).await;
    assert!(mute.status == 400 && mute.body.contains("<OpenRosaResponse"), "{}", mute.body);
    let elsewhere = phone.get(&format!("{base}/forms/east/v1/form.xml")).await;
    assert_eq!(elsewhere.status, 404);
    // who neither visits nor has forms of an own unit has no key
    let refused = Box::pin(phone.service.give_key(&chen, "")).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "action.forbidden");
});

both!(what_is_sent_is_taken_once, |db| async move {
    let phone = Phone::new(db, false).await;
    phone.town.publish("rent", "1", "C/K1").await;
    let base = phone.base("gwen").await;
    let head = phone
        .ask(Method::HEAD, &format!("{base}/submission"), &[("x-openrosa-version", "1.0")], vec![])
        .await;
    assert_eq!(head.status, 204);
    assert!(
        head.headers["x-openrosa-accept-content-length"].to_str().unwrap().parse::<u64>().unwrap()
            >= 10_000_000
    );
    let xml = filled("rent", "1", "uuid:1", "王小明", "门口 1.jpg");
    let first = phone.send(&base, &xml, &[]).await;
    assert!(first.status == 201 && first.body.contains("还缺 1 个附件"), "{}", first.body);
    for _ in 0..2 {
        let again = phone.send(&base, &xml, &[("门口 1.jpg", b"photo"), ("x.bin", b"nobody asked")]).await;
        assert!(again.status == 201 && again.body.contains("提交成功"), "{}", again.body);
    }
    let other = phone.send(&base, &xml.replace("王小明", "王大明"), &[]).await;
    assert!(other.status == 409 && other.body.contains("<message"), "{}", other.body);
    let status = async |xml: &str| phone.send(&base, xml, &[]).await.status;
    assert_eq!(status(&filled("rent", "7", "uuid:2", "a", "")).await, 404);
    assert_eq!(status(&filled("none", "1", "uuid:2", "a", "")).await, 404);
    assert_eq!(status("<data/>").await, 400);
    assert_eq!(status("no xml").await, 400);
    // without an instance: named by us, the same each time
    let bare = "<data id=\"rent\" version=\"1\"><who>x</who></data>";
    assert_eq!((status(bare).await, status(bare).await), (201, 201));
    // voided: not again
    let system = phone.town.story.test.system();
    let page = phone.town.forms.submissions(&system, "rent", "", 50).await.unwrap();
    assert_eq!(page.items.len(), 2);
    phone.town.forms.void(&system, "rent", "uuid:1").await.unwrap();
    assert_eq!(status(&xml).await, 409);
    phone.town.forms.set_state(&system, "rent", FormState::Closed).await.unwrap();
    assert_eq!(status(&filled("rent", "1", "uuid:9", "a", "")).await, 409);
    assert_eq!(status(bare).await, 201, "what came before the form was closed is confirmed after it too");
    let lost =
        phone.ask(Method::POST, &format!("{base}/nothing"), &[("x-openrosa-version", "1.0")], vec![]).await;
    assert!(lost.status == 404 && lost.body.contains("<OpenRosaResponse"), "{}", lost.body);
    assert!(phone.town.story.verify().await.holds());
});

both!(who_calls_is_known_by_key_and_password, |db| async move {
    let phone = Phone::new(db, false).await;
    phone.town.publish("rent", "1", "C/K1").await;
    let ctx = phone.town.who("gwen").await;
    let key = Box::pin(phone.service.give_key(&ctx, "http://grid.test")).await.unwrap();
    let path = "/openrosa/formList?deviceID=a%3Ab";
    let asked = phone.get(path).await;
    assert_eq!(asked.status, 401);
    let challenge = asked.headers["www-authenticate"].to_str().unwrap().to_owned();
    assert!(challenge.starts_with("Digest "), "{challenge}");
    assert_eq!(asked.headers.get_all("www-authenticate").iter().count(), 1, "no Basic on plain HTTP");
    let nonce = between(&challenge, "nonce=\"", "\"");
    let answer = |password: &str| {
        let md5 = |text: String| forms::service::md5_hex(text.as_bytes());
        let ha2 = md5(format!("GET:{path}"));
        let response = md5(format!("{}:{nonce}:00000001:c:auth:{ha2}", ha1(&key.login, password)));
        format!(
            "Digest username=\"{}\", realm=\"Jingwei\", nonce=\"{nonce}\", uri=\"{path}\", qop=auth, nc=00000001, cnonce=\"c\", response=\"{response}\"",
            key.login
        )
    };
    let with = async |header: &str| {
        let headers = [("x-openrosa-version", "1.0"), ("authorization", header)];
        phone.ask(Method::GET, path, &headers, vec![]).await
    };
    assert_eq!(with(&answer(&key.password)).await.status, 200);
    assert_eq!(with(&answer("wrong")).await.status, 401);
    use base64::Engine as _;
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", key.login, key.password));
    assert_eq!(with(&format!("Basic {basic}")).await.status, 401, "Basic on plain HTTP");
    // an old nonce is renewed without asking for the password
    phone.town.story.test.env.advance(11 * 60_000);
    let stale = with(&answer(&key.password)).await;
    assert!(
        stale.status == 401 && stale.headers["www-authenticate"].to_str().unwrap().contains("stale=true")
    );
    // an unknown secret is no reason to ask for a password
    let unknown = phone.get(&format!("/openrosa/key/{}/formList", "0".repeat(64))).await;
    assert_eq!(unknown.status, 403);
    assert!(unknown.headers.get("www-authenticate").is_none() && unknown.body.contains("<OpenRosaResponse"));
    // withdrawn
    let keyed = format!("/openrosa/key/{}/formList", key.token);
    assert_eq!(phone.get(&keyed).await.status, 200);
    phone.service.end_key(&ctx, &key.id).await.unwrap();
    assert_eq!(phone.get(&keyed).await.status, 403);
    assert_eq!(with(&answer(&key.password)).await.status, StatusCode::UNAUTHORIZED.as_u16());
    assert!(phone.town.story.verify().await.holds());
});

both!(basic_is_for_tls_alone, |db| async move {
    let phone = Phone::new(db, true).await;
    let ctx = phone.town.who("gwen").await;
    let key = Box::pin(phone.service.give_key(&ctx, "")).await.unwrap();
    use base64::Engine as _;
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", key.login, key.password));
    let basic = format!("Basic {basic}");
    for (proto, status) in [("https", 200), ("http", 401)] {
        let headers =
            [("x-openrosa-version", "1.0"), ("x-forwarded-proto", proto), ("authorization", basic.as_str())];
        let reply = phone.ask(Method::GET, "/openrosa/formList", &headers, vec![]).await;
        assert_eq!(reply.status, status, "{proto}");
    }
    let asked = phone.ask(Method::GET, "/openrosa/formList", &[("x-forwarded-proto", "https")], vec![]).await;
    assert_eq!(asked.headers.get_all("www-authenticate").iter().count(), 2);
});

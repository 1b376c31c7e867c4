//! Uploads as clients send them, and files as browsers ask for them.
use crate::common::{jpeg, open, phone_photo};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
    routing::get,
};
use blobs::{
    Blobs, Rendition,
    http::{Audience, send},
};
use std::sync::Arc;
use testkit::TestDb;
use web::testing::{Client, Reply};

fn client(test: &TestDb, store: &Blobs) -> Client {
    let setup = web::Setup {
        env: test.env.clone(),
        authenticator: Arc::new(web::Nobody),
        config: web::Config::default(),
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    let app = web::assemble(setup, vec![blobs::capability(store.clone())], Router::new()).unwrap();
    Client::new(app.router)
}

async fn ask(client: &Client, method: Method, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.ask(request, Body::from(body.to_vec())).await
}

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

testkit::both!(a_photo_in_one_request, |test| async move {
    let store = open(&test);
    let client = client(&test, &store);
    let photo = phone_photo(80, 60, Some("+08:00"));
    let reply =
        ask(&client, Method::POST, "/api/v1/uploads", &[("content-type", "image/jpeg")], &photo).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let (told, path) = (reply.json(), header(&reply, "location").to_owned());
    assert_eq!(path, format!("/api/v1/uploads/{}", told["id"].as_str().unwrap()));
    assert_eq!(told["length"], photo.len());
    let file = serde_json::json!({"mime": "image/jpeg", "width": 60, "height": 80, "lon": 120.25, "lat": 30.51,
        "taken_at": "2026-03-02T02:30:15Z"});
    assert_eq!(told["file"], file);
    assert_eq!(client.get(&path).await.json(), told);
});

testkit::both!(a_photo_in_pieces, |test| async move {
    let store = open(&test);
    let client = client(&test, &store);
    let photo = jpeg(200, 100);
    let about = ask(&client, Method::OPTIONS, "/api/v1/uploads", &[], b"").await;
    assert_eq!((about.status, header(&about, "tus-version")), (StatusCode::NO_CONTENT, "1.0.0"));
    assert_eq!(header(&about, "tus-max-size"), "1048576");

    let length = photo.len().to_string();
    let reply = ask(&client, Method::POST, "/api/v1/uploads", &[TUS, ("upload-length", &length)], b"").await;
    assert_eq!((reply.status, header(&reply, "upload-offset")), (StatusCode::CREATED, "0"));
    assert_eq!(header(&reply, "upload-expires"), "Tue, 03 Mar 2026 01:00:00 GMT");
    let path = header(&reply, "location").to_owned();

    let patch = |offset: &'static str, body: Vec<u8>| {
        let (client, path) = (client.clone(), path.clone());
        async move { ask(&client, Method::PATCH, &path, &[TUS, PIECE, ("upload-offset", offset)], &body).await }
    };
    let reply = patch("0", photo[..1000].to_vec()).await;
    assert_eq!((reply.status, header(&reply, "upload-offset")), (StatusCode::NO_CONTENT, "1000"));
    let reply = ask(&client, Method::HEAD, &path, &[TUS], b"").await;
    assert_eq!((reply.status, header(&reply, "upload-offset")), (StatusCode::OK, "1000"));
    assert_eq!(header(&reply, "upload-length"), length);
    assert_eq!(header(&reply, "cache-control"), "no-store");
    let reply = patch("900", photo[900..].to_vec()).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::CONFLICT, "upload.offset"));
    assert_eq!(reply.json()["received"], 1000);
    assert_eq!(patch("1000", photo[1000..].to_vec()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get(&path).await.json()["file"]["mime"], "image/jpeg");
    assert_eq!(
        ask(&client, Method::DELETE, &path, &[TUS], b"").await.status,
        StatusCode::NOT_FOUND,
        "it is complete"
    );

    let headers = [TUS, PIECE, ("upload-length", length.as_str())];
    let reply = ask(&client, Method::POST, "/api/v1/uploads", &headers, &photo).await;
    assert_eq!((reply.status, header(&reply, "upload-offset")), (StatusCode::CREATED, length.as_str()));
    let reply = ask(&client, Method::POST, "/api/v1/uploads", &[TUS, ("upload-length", "9")], b"").await;
    let path = header(&reply, "location").to_owned();
    assert_eq!(ask(&client, Method::DELETE, &path, &[TUS], b"").await.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&client, Method::HEAD, &path, &[TUS], b"").await.status, StatusCode::NOT_FOUND);
});

testkit::both!(bad_uploads_are_explained, |test| async move {
    let store = open(&test);
    let client = client(&test, &store);
    let post = |headers: &'static [(&str, &str)], body: &'static [u8]| {
        ask(&client, Method::POST, "/api/v1/uploads", headers, body)
    };
    let told = |reply: Reply| (reply.status.as_u16(), reply.code());
    assert_eq!(told(post(&[], b"").await), (400, "upload.empty".into()));
    assert_eq!(told(post(&[], b"<svg/>").await), (415, "upload.type".into()));
    assert_eq!(told(post(&[TUS], b"").await), (400, "field.required".into()));
    assert_eq!(told(post(&[TUS, ("upload-length", "-1")], b"").await), (400, "header.invalid".into()));
    assert_eq!(
        told(post(&[TUS, ("upload-length", "99999999")], b"").await),
        (413, "upload.too_large".into())
    );
    assert_eq!(told(post(&[("accept-language", "en")], b"GIF89a").await).1, "upload.type");
    let reply = post(&[("accept-language", "en")], b"GIF89a").await;
    assert!(
        reply.json()["title"]
            .as_str()
            .unwrap()
            .starts_with("This type of file is not taken (image/gif); expected")
    );
    assert_eq!(header(&reply, "tus-resumable"), "1.0.0");

    let reply = post(&[TUS, ("upload-length", "9")], b"").await;
    let path = header(&reply, "location").to_owned();
    let patch = |headers: &'static [(&str, &str)]| ask(&client, Method::PATCH, &path, headers, b"123456789");
    let reply = patch(&[("tus-resumable", "0.2.2"), PIECE, ("upload-offset", "0")]).await;
    assert_eq!(header(&reply, "tus-version"), "1.0.0");
    assert_eq!(told(reply), (412, "upload.tus_version".into()));
    assert_eq!(told(patch(&[TUS, ("upload-offset", "0")]).await), (415, "body.type".into()));
    assert_eq!(told(patch(&[TUS, PIECE]).await), (400, "field.required".into()));
    assert_eq!(told(patch(&[TUS, PIECE, ("upload-offset", "0")]).await), (415, "upload.type".into()));
    assert_eq!(told(client.get("/api/v1/uploads/..%2F..%2Fetc").await), (404, "upload.not_found".into()));
});

testkit::both!(files_are_sent_whole_or_in_stretches, |test| async move {
    let store = open(&test);
    let photo = jpeg(80, 60);
    let upload = store.store(&test.system(), crate::common::chunks(&photo)).await.unwrap();
    let blob = upload.blob.unwrap();
    let serve = move |headers: HeaderMap| {
        let (store, blob) = (store.clone(), blob.clone());
        async move {
            let opened = store.read(&blob, Rendition::Original).await.unwrap().unwrap();
            send(opened, &headers, Audience::Caller).await.unwrap()
        }
    };
    let client = Client::new(Router::new().route("/photo", get(serve)));
    let ask = |headers: Vec<(&'static str, String)>| {
        let client = client.clone();
        async move {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            ask(&client, Method::GET, "/photo", &headers, b"").await
        }
    };
    let whole = ask(vec![]).await;
    assert_eq!((whole.status, &whole.body), (StatusCode::OK, &photo));
    assert_eq!(header(&whole, "content-type"), "image/jpeg");
    assert_eq!(header(&whole, "cache-control"), "private, no-cache");
    assert_eq!(header(&whole, "content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header(&whole, "x-content-type-options"), "nosniff");
    assert!(header(&whole, "content-disposition").starts_with("inline; filename="));
    assert_eq!(header(&whole, "content-length"), photo.len().to_string());

    let tag = header(&whole, "etag").to_owned();
    let same = ask(vec![("if-none-match", tag.clone())]).await;
    assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let part = ask(vec![("range", "bytes=10-19".into())]).await;
    assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &photo[10..20]));
    assert_eq!(header(&part, "content-range"), format!("bytes 10-19/{}", photo.len()));
    let other = ask(vec![("range", "bytes=10-19".into()), ("if-range", "\"other\"".into())]).await;
    assert_eq!(other.status, StatusCode::OK);
    let beyond = ask(vec![("range", "bytes=99999999-".into())]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
});

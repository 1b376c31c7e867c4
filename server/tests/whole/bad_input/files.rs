//! Files: what is uploaded, and what is asked for by a path that leads elsewhere.

use super::{problem, refused, still_serves};
use crate::support::{desk::Desk, png, text};
use axum::{body::Body, http::Request};

whole!(uploads_that_are_not_what_they_say, |whole| async move {
    let nobody = whole.client();
    let before = whole.counts().await;
    let post = || {
        Request::post("/api/v1/uploads").header("content-type", "image/png").header("x-file-name", "a.png")
    };
    let truncated = png::picture(1)[..50].to_vec();
    let broken = [&png::picture(1)[..60], &[0u8; 200]].concat();
    let jpeg = [&b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"[..], &[7; 500]].concat();
    for (what, bytes, expected) in [
        ("nothing", vec![], (400, "upload.empty")),
        ("a page", b"<html><script>alert(1)</script>".to_vec(), (415, "upload.type")),
        (
            "a drawing with a script",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec(),
            (415, "upload.type"),
        ),
        ("a program", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00".to_vec(), (415, "upload.type")),
        ("an archive", b"PK\x03\x04\x14\x00\x00\x00\x08\x00".to_vec(), (415, "upload.type")),
        ("a PNG by its name alone", b"this is no picture at all".to_vec(), (415, "upload.type")),
        ("half a PNG", truncated, (400, "upload.unreadable")),
        ("a PNG with holes", broken, (400, "upload.unreadable")),
        ("a JPEG by its beginning alone", jpeg, (400, "upload.unreadable")),
        ("a picture of 3.6 GB in a few kilobytes", png::bomb(), (413, "upload.too_many_pixels")),
        ("more than a megabyte", [png::picture(1), vec![0; 1_100_000]].concat(), (413, "upload.too_large")),
    ] {
        refused(&nobody, post(), bytes, expected, what).await;
    }
    let announced = post().header("content-length", "2147483648");
    let reply = nobody.ask(announced, Body::from([png::picture(1), vec![0; 1_100_000]].concat())).await;
    problem(&reply, "2 GiB are announced");
    assert_eq!(reply.status, 413, "{}", text(&reply));

    // in pieces
    let begin = |length: &str| {
        Request::post("/api/v1/uploads")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", length.to_string())
    };
    for (length, status) in
        [("2147483648", 413), ("-1", 400), ("many", 400), ("99999999999999999999999", 400), ("", 400)]
    {
        let reply = nobody.ask(begin(length), Body::empty()).await;
        problem(&reply, length);
        assert_eq!(reply.status, status, "{length}: {}", text(&reply));
    }
    let begun = nobody.ask(begin("10"), Body::empty()).await;
    assert_eq!(begun.status, 201, "{}", text(&begun));
    let place = begun.headers["location"].to_str().unwrap().to_string();
    let piece = |offset: &str, kind: &str| {
        let request =
            Request::patch(&place).header("tus-resumable", "1.0.0").header("content-type", kind.to_string());
        request.header("upload-offset", offset.to_string())
    };
    const KIND: &str = "application/offset+octet-stream";
    refused(&nobody, piece("5", KIND), "abc", (409, "upload.offset"), "a gap").await;
    refused(&nobody, piece("-1", KIND), "abc", (400, "header.invalid"), "before the beginning").await;
    refused(&nobody, piece("0", "text/plain"), "abc", (415, "body.type"), "another type").await;
    refused(&nobody, piece("0", KIND), "more than ten bytes", (413, "upload.too_long"), "too much").await;

    // nothing of it is attached to anything, no file of it stays
    let after = whole.counts().await;
    assert_eq!(before, after);
    assert_eq!(whole.number("SELECT count(*) AS n FROM blob").await, 0);
    let good = whole.upload(png::picture(9)).await;
    let reply = nobody.get(&format!("/api/v1/uploads/{good}")).await;
    assert_eq!((reply.status.as_u16(), reply.json()["file"]["mime"].as_str()), (200, Some("image/png")));
    still_serves(&whole).await;
});

whole!(paths_that_lead_elsewhere, |whole| async move {
    let secret = std::fs::read_to_string(whole.path("vault.key")).unwrap();
    let mut desk = Desk::open(whole).await;
    let folder = desk.whole.app.config.data.clone();
    let steps = [
        "../../../../../../../../etc/passwd",
        "../../Cargo.toml",
        "../../../../server/Cargo.toml",
        "assets/../../../../Cargo.toml",
    ];
    let mut paths = vec![
        "/etc/passwd".to_string(),
        format!("/{folder}/vault.key"),
        "/%00".into(),
        "/assets/%00".into(),
        "/%FF%FE".into(),
    ];
    for step in steps {
        for prefix in ["/", "/console/", "/assets/", "/console/assets/", "//", "/field/", "/tiles/basemap/1/"]
        {
            for step in [
                step.to_string(),
                step.replace('/', "%2f"),
                step.replace("..", "%2e%2e"),
                step.replace("../", "..%5c"),
            ] {
                paths.push(format!("{prefix}{step}"));
            }
        }
    }
    let dispatcher = desk.person("dispatcher").await;
    for path in &paths {
        let reply = dispatcher.get(path).await;
        let body = text(&reply);
        assert!(reply.status.as_u16() < 500, "{path}: {body}");
        for word in ["root:", "[package]", "[dependencies]", secret.trim()] {
            assert!(!body.contains(word), "{path} leads to {word}");
        }
    }
    for code in ["..%2F..%2Fvault.key", "..", "%2e%2e%2fvault.key", "a%2Fb", "blobs%2F.."] {
        for path in [
            format!("/api/v1/uploads/{code}"),
            format!("/api/v1/track/{code}?token=x"),
            format!("/api/v1/track/990101-20260302-000001/photos/{code}?token=x"),
            format!("/api/v1/public/cases/x/photos/{code}"),
            format!("/api/v1/areas/{code}"),
            format!("/api/v1/units/{code}"),
            format!("/api/v1/packs/{code}"),
        ] {
            let reply = dispatcher.get(&path).await;
            assert_eq!(reply.status, 404, "{path}: {}", text(&reply));
        }
    }
    still_serves(&desk.whole).await;
});

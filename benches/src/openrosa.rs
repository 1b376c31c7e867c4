//! Phones send filled forms over OpenRosa: 250 questions each, beside what the bare database does with rows of the same size in
//! the same run; and photos of 5 MB, which no memory holds as a whole.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::{Connection, Run, repeat},
    server::{Server, build_city},
};
use db::{Batch, Db, Options, args};
use hyper::{Method, body::Bytes};
use kernel::{Actor, Ctx, SystemEnv};
use std::cell::Cell;
use std::sync::Arc;

const QUESTIONS: usize = 250;
const PHONES: usize = 500;
/// How many send photos at the same time.
const PHOTOGRAPHERS: usize = 64;
const BOUNDARY: &str = "bench0boundary";

db::sql! {
    /// The answers, sealed.
    VALUE = "INSERT INTO protected (county, id, class, purpose, value, salt, key_id) VALUES ('bench', $1, 'personal', 'bench', $2, $1, $1)";
    /// The submission.
    ROW = "INSERT INTO form_submission (county, instance, id, form, version, root, mark, xml, area_path, actor, missing, received_at)
        VALUES ('bench', $1, $1, 'bench', '1', $1, $1, $1, '3503/350304/350304101', $1, 0, 0)";
    /// Its instance.
    INSTANCE = "INSERT INTO form_instance (instance, county) VALUES ($1, 'bench')";
    /// The head of its stream.
    HEAD = "INSERT INTO stream_head (county, stream, seq, hash) VALUES ('bench', $1, 1, $2)";
    /// Its fact.
    FACT = "INSERT INTO fact (county, stream, seq, v, at, actor, action, data, prev_hash, hash)
        VALUES ('bench', $1, 1, 1, 0, 'bench', 'form.submitted', $2, '', $3)";
}

/// On SQLite.
pub async fn run(bench: &Bench) -> Answer {
    let folder = bench.work.join("openrosa");
    build_city(bench, &folder, None, 500)?;
    let server = Server::start(bench, &folder, None).await?;
    let path = set_up(&server).await?;
    let submissions = submit(bench, &server, &path).await?;
    let base = bare(bench).await?;
    let (photos, grown) = photograph(bench, &server, &path).await?;
    let rate = Figure::new(
        format!("forms of {QUESTIONS} questions from {PHONES} phones"),
        submissions.per_second,
        "1/s",
    )
    .beside(base.per_second, "rows of the same size in the bare database")
    .note(submissions.shares())
    .bar(Bar::AtLeast(200.0));
    let photo = Figure::new(
        format!("photos of 5 MB from {PHOTOGRAPHERS} phones at a time"),
        photos.per_second,
        "1/s",
    )
    .note(photos.shares());
    let memory = Figure::new("memory that the server took for them", grown, "MB")
        .note(format!("{} MB of photos were on their way at a time", PHOTOGRAPHERS * 5))
        .bar(Bar::AtMost(200.0));
    Ok(vec![rate, photo, memory])
}

/// Publishes the form and makes a key; answers where submissions go.
async fn set_up(server: &Server) -> Result<String, String> {
    let questions: String = (0..QUESTIONS).map(|n| format!("| | text | q{n} | 第 {n} 题 |\n")).collect();
    let book = format!(
        "| survey | | | |\n| | type | name | label |\n{questions}| | image | photo | 照片 |\n| settings | | | |\n| | form_id | version | name |\n| | bench | 1 | data |\n"
    );
    let book = form(&[("name=\"workbook\"; filename=\"bench.md\"", book.as_bytes())]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let admin = server.session("admin").await?;
    let mut admin = Connection::open(&server.address).await?.with_session(&admin);
    expect(admin.send(Method::POST, "/api/v1/forms", book, &[("content-type", &kind)]).await?)?;
    let worker = server.session("worker").await?;
    let mut worker = Connection::open(&server.address).await?.with_session(&worker);
    let key = expect(worker.send(Method::POST, "/api/v1/form-keys", Bytes::new(), &[]).await?)?;
    let token = key.json()["token"].as_str().unwrap_or_default().to_owned();
    Ok(format!("/openrosa/key/{token}/submission?deviceID=bench"))
}

fn expect(reply: crate::load::Reply) -> Result<crate::load::Reply, String> {
    match reply.status {
        201 => Ok(reply),
        status => Err(format!("{status} {}", String::from_utf8_lossy(&reply.body))),
    }
}

fn form(parts: &[(&str, &[u8])]) -> Bytes {
    let mut body = vec![];
    for (head, data) in parts {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(data);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body.into()
}

/// What a phone sends: every question answered.
fn filled(instance: &str, photo: &str) -> String {
    let answers: String = (0..QUESTIONS).map(|n| format!("<q{n}>第 {n} 题的答案</q{n}>")).collect();
    format!(
        "<data id=\"bench\" version=\"1\">{answers}<photo>{photo}</photo><meta><instanceID>{instance}</instanceID></meta></data>"
    )
}

async fn send(phone: &mut Connection, path: &str, body: Bytes) -> Result<(), String> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str()), ("x-openrosa-version", "1.0")];
    expect(phone.send(Method::POST, path, body, &headers).await?).map(drop)
}

async fn submit(bench: &Bench, server: &Server, path: &str) -> Result<Run, String> {
    let phones = server.clients(PHONES).await?.into_iter().enumerate().collect();
    repeat(phones, bench.seconds(), Some(server.pid()), async |(n, phone): &mut (usize, Connection), i| {
        let xml = filled(&format!("uuid:bench-{n}-{i}"), "");
        send(phone, path, form(&[("name=\"xml_submission_file\"; filename=\"s.xml\"", xml.as_bytes())])).await
    })
    .await
}

/// A photo each, 5 MB; also how much memory the server took beyond what it had, at most.
async fn photograph(bench: &Bench, server: &Server, path: &str) -> Result<(Run, f64), String> {
    let picture = noise()?;
    let before = server.memory();
    let most = Cell::new(before);
    let phones = server.clients(PHOTOGRAPHERS).await?.into_iter().enumerate().collect();
    let run = repeat(
        phones,
        bench.seconds(),
        Some(server.pid()),
        async |(n, phone): &mut (usize, Connection), i| {
            let xml = filled(&format!("uuid:photo-{n}-{i}"), "photo.png");
            let body = form(&[
                ("name=\"xml_submission_file\"; filename=\"s.xml\"", xml.as_bytes()),
                ("name=\"photo.png\"; filename=\"photo.png\"", &picture),
            ]);
            most.set(most.get().max(server.memory()));
            send(phone, path, body).await?;
            most.set(most.get().max(server.memory()));
            Ok(())
        },
    );
    Ok((run.await?, most.get() - before))
}

/// A true picture of noise, which no packing makes smaller: 5 MB.
fn noise() -> Result<Vec<u8>, String> {
    const SIDE: u32 = 1_290;
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    let mut rng = fastrand::Rng::with_seed(7);
    let pixels: Vec<u8> = (0..SIDE * SIDE * 3).map(|_| rng.u8(..)).collect();
    writer.write_image_data(&pixels).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// Rows of the same size into the same tables, durable, from as many clients, in one trip each.
async fn bare(bench: &Bench) -> Result<Run, String> {
    let folder = bench.work.join("openrosa-bare");
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let url = format!("sqlite:{}", folder.join("jingwei.db").display());
    let db = Db::open(&url, Options::default()).await.map_err(|e| e.to_string())?;
    let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
    // sealed values are kept in hexadecimal or base64: a third more than the answers
    let answers = filled("uuid:bench-000-000", "");
    let value = format!("{answers}{}", &answers[..answers.floor_char_boundary(answers.len() / 3)]);
    let data = "x".repeat(320);
    repeat((0..PHONES).collect(), bench.seconds(), None, async |n: &mut usize, i| {
        let (instance, mut batch) = (format!("uuid:bench-{n}-{i}"), Batch::default());
        batch.add(&INSTANCE, args![&instance]);
        batch.add(&VALUE, args![&instance, &value]);
        batch.add(&ROW, args![&instance]);
        batch.add(&HEAD, args![&instance, "0".repeat(64)]);
        batch.add(&FACT, args![&instance, &data, &instance]);
        db.commit(&ctx, batch).await.map_err(|e| e.to_string())
    })
    .await
}

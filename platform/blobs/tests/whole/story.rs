//! Files come in, are attached, read and swept, on both databases.
use crate::common::{chunks, encoded, files, jpeg, open, phone_photo, picture, png_bomb};
use blobs::{Blob, BlobError, Blobs, Rendition, Upload};
use bytes::Bytes;
use futures::{StreamExt as _, stream};
use image::{DynamicImage, GenericImageView as _, ImageFormat};
use jobs::Runner;
use kernel::{Failure, RefusalKind, Timestamp};
use testkit::TestDb;
use tokio::io::AsyncReadExt as _;

async fn attach(test: &TestDb, upload: &str, owner: &'static str) -> Result<Blob, Failure> {
    let (ctx, inside, upload) = (test.system(), test.system(), upload.to_owned());
    let write = test.db.write(&ctx, move |tx| {
        let (ctx, upload) = (inside.clone(), upload.clone());
        Box::pin(async move { blobs::attach(tx, &ctx, &upload, owner).await })
    });
    write.await
}

async fn remove(test: &TestDb, blob: &Blob) -> bool {
    let (ctx, inside, id) = (test.system(), test.system(), blob.id.clone());
    let write = test.db.write(&ctx, move |tx| {
        let (ctx, id) = (inside.clone(), id.clone());
        Box::pin(async move { Ok::<_, Failure>(blobs::remove(tx, &ctx, &id).await?) })
    });
    write.await.unwrap()
}

async fn bytes_of(store: &Blobs, blob: &Blob, rendition: Rendition) -> Vec<u8> {
    let mut opened = store.read(blob, rendition).await.unwrap().unwrap();
    let mut bytes = vec![];
    opened.file.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(opened.size, bytes.len() as u64);
    bytes
}

async fn photo(store: &Blobs, blob: &Blob, rendition: Rendition) -> DynamicImage {
    let opened = store.read(blob, rendition).await.unwrap().unwrap();
    assert_eq!(opened.mime, "image/jpeg");
    image::load_from_memory(&bytes_of(store, blob, rendition).await).unwrap()
}

async fn stored(test: &TestDb, store: &Blobs, bytes: &[u8]) -> Result<Upload, BlobError> {
    store.store(&test.system(), chunks(bytes)).await
}

fn code(error: impl Into<Failure>) -> (RefusalKind, String) {
    match error.into() {
        Failure::Refused(refusal) => (refusal.kind, refusal.code),
        other => panic!("{other}"),
    }
}

testkit::both!(every_statement_is_understood, |test| async move {
    for sql in blobs::STATEMENTS {
        test.db.prepare(sql).await.unwrap();
    }
});

testkit::both!(a_photo_gets_its_renditions_and_an_owner, |test| async move {
    let store = open(&test);
    let original = phone_photo(600, 400, Some("+08:00"));
    let upload = stored(&test, &store, &original).await.unwrap();
    assert_eq!(upload.id.len(), 32);
    let blob = attach(&test, &upload.id, "case/1").await.unwrap();
    assert_eq!((blob.mime.as_str(), blob.pixels), ("image/jpeg", Some((400, 600))));
    assert_eq!(blob.position, Some((120.25, 30.51)));
    assert_eq!(blob.taken_at, Some(Timestamp::parse("2026-03-02T02:30:15Z").unwrap()));
    assert_eq!(bytes_of(&store, &blob, Rendition::Original).await, original);

    let stripped = bytes_of(&store, &blob, Rendition::Stripped).await;
    for secret in [&b"Exif"[..], b"PhoneMaker", b"2026:03:02"] {
        assert!(original.windows(secret.len()).any(|window| window == secret));
        assert!(!stripped.windows(secret.len()).any(|window| window == secret));
    }
    let upright = photo(&store, &blob, Rendition::Stripped).await;
    assert_eq!(upright.dimensions(), (400, 600));
    let (top, bottom) = (upright.get_pixel(200, 50).0, upright.get_pixel(200, 550).0);
    assert!(
        top[0] > 150 && top[2] < 60 && bottom[2] > 150 && bottom[0] < 60,
        "red is up: {top:?} {bottom:?}"
    );
    assert_eq!(photo(&store, &blob, Rendition::Thumb).await.dimensions(), (320, 480));

    let owned = blobs::of_owner(&mut test.db.read().await.unwrap(), "case/1").await.unwrap();
    assert_eq!(owned, [blob]);
    assert_eq!(files(&test.path("blobs/in")), Vec::<std::path::PathBuf>::new(), "nothing is left behind");
});

testkit::both!(photo_times_without_an_offset_are_local, |test| async move {
    let store = open(&test);
    let upload = stored(&test, &store, &phone_photo(64, 48, None)).await.unwrap();
    let taken = upload.blob.unwrap().taken_at.unwrap();
    assert_eq!(taken, Timestamp::parse("2026-03-02T10:30:15+08:00").unwrap());
});

testkit::both!(what_shines_through_is_white, |test| async move {
    let store = open(&test);
    let glass = encoded(&image::RgbaImage::new(40, 30).into(), ImageFormat::Png);
    for bytes in [glass, encoded(&picture(40, 30), ImageFormat::WebP)] {
        let blob = stored(&test, &store, &bytes).await.unwrap().blob.unwrap();
        assert_eq!(blob.pixels, Some((40, 30)));
        let corner = photo(&store, &blob, Rendition::Stripped).await.get_pixel(0, 0).0;
        let expected = if blob.mime == "image/png" { [255, 255, 255] } else { [200, 0, 0] };
        assert!(corner[..3].iter().zip(expected).all(|(a, b): (&u8, u8)| a.abs_diff(b) < 8), "{corner:?}");
    }
});

testkit::both!(other_files_have_no_public_form, |test| async move {
    let store = open(&test);
    for (bytes, mime) in
        [(&b"%PDF-1.7\n1 0 obj"[..], "application/pdf"), (b"ID3\x04\0\0\0\0\0\0sound", "audio/mpeg")]
    {
        let blob = stored(&test, &store, bytes).await.unwrap().blob.unwrap();
        assert_eq!((blob.mime.as_str(), blob.pixels), (mime, None));
        assert_eq!(bytes_of(&store, &blob, Rendition::Original).await, bytes);
        assert!(!blob.has(Rendition::Stripped) && !blob.has(Rendition::Thumb));
        assert!(store.read(&blob, Rendition::Stripped).await.unwrap().is_none());
    }
});

testkit::both!(pieces_survive_interruptions, |test| async move {
    let (store, ctx) = (open(&test), test.system());
    let photo = jpeg(300, 200);
    let length = photo.len() as i64;
    let upload = store.begin(&ctx, length).await.unwrap();
    let (first, rest) = photo.split_at(1500);

    let cut =
        chunks(first).map(|chunk| chunk.map_err(|never| match never {})).chain(stream::iter([Err("gone")]));
    let error = store.append(&ctx, &upload.id, 0, cut).await.unwrap_err();
    assert!(matches!(error, BlobError::Interrupted(_)), "{error}");
    assert_eq!(store.status(&ctx, &upload.id).await.unwrap().received, 1500, "what came is safe");

    let error = store.append(&ctx, &upload.id, 0, chunks(first)).await.unwrap_err();
    assert_eq!(code(error), (RefusalKind::Conflict, "upload.offset".into()));
    let error = attach(&test, &upload.id, "case/1").await.unwrap_err();
    assert_eq!(code(error), (RefusalKind::Conflict, "upload.incomplete".into()));
    let long = [rest, b"more"].concat();
    let error = store.append(&ctx, &upload.id, 1500, chunks(&long)).await.unwrap_err();
    assert_eq!(code(error), (RefusalKind::TooLarge, "upload.too_long".into()));

    let stands = store.status(&ctx, &upload.id).await.unwrap().received;
    let done = store.append(&ctx, &upload.id, stands, chunks(&photo[stands as usize..])).await.unwrap();
    assert_eq!((done.received, done.length), (length, length));
    let again = store.append(&ctx, &upload.id, length, chunks(b"")).await.unwrap();
    assert_eq!(again.blob, done.blob, "the last request may be repeated");
    let blob = attach(&test, &upload.id, "case/1").await.unwrap();
    assert_eq!(bytes_of(&store, &blob, Rendition::Original).await, photo);
    assert_eq!(code(attach(&test, &upload.id, "case/2").await.unwrap_err()).1, "upload.not_found");
    assert!(matches!(store.status(&ctx, &upload.id).await, Err(BlobError::NoUpload)));
});

testkit::both!(a_last_request_that_died_is_made_up_for, |test| async move {
    let (store, ctx) = (open(&test), test.system());
    let photo = jpeg(60, 40);
    let upload = store.begin(&ctx, photo.len() as i64).await.unwrap();
    let cut =
        chunks(&photo).map(|chunk| chunk.map_err(|never| match never {})).chain(stream::iter([Err("gone")]));
    assert!(store.append(&ctx, &upload.id, 0, cut).await.is_err(), "all bytes came, the answer did not");
    assert!(store.status(&ctx, &upload.id).await.unwrap().blob.is_some());
});

testkit::both!(requests_that_race_finish_once, |test| async move {
    let (store, ctx) = (open(&test), test.system());
    let photo = jpeg(60, 40);
    let upload = store.begin(&ctx, photo.len() as i64).await.unwrap();
    let tries = (0..6).map(|_| store.append(&ctx, &upload.id, 0, chunks(&photo)));
    let answers = futures::future::join_all(tries).await;
    assert!(answers.iter().any(Result::is_ok));
    for error in answers.into_iter().filter_map(Result::err) {
        assert!(matches!(error, BlobError::Offset { .. }), "{error}");
    }
    let blob = attach(&test, &upload.id, "case/1").await.unwrap();
    assert_eq!(bytes_of(&store, &blob, Rendition::Original).await, photo);
});

testkit::both!(what_is_refused_leaves_nothing, |test| async move {
    let (store, ctx) = (open(&test), test.system());
    let broken = [&jpeg(60, 40)[..20], &[7; 500]].concat();
    let not_a_webp = [b"RIFF\x20\0\0\0WEBPVP8 ", &[1u8; 40][..]].concat();
    for (bytes, kind, refusal) in [
        (vec![], RefusalKind::Invalid, "upload.empty"),
        (b"GIF89a\x01\0".to_vec(), RefusalKind::Unsupported, "upload.type"),
        (b"<html><script>alert(1)</script>".to_vec(), RefusalKind::Unsupported, "upload.type"),
        (vec![b'x'; (1 << 20) + 1], RefusalKind::TooLarge, "upload.too_large"),
        (broken, RefusalKind::Invalid, "upload.unreadable"),
        (not_a_webp, RefusalKind::Invalid, "upload.unreadable"),
        (png_bomb(60_000, 60_000), RefusalKind::TooLarge, "upload.too_many_pixels"),
        (png_bomb(1000, 1000), RefusalKind::Invalid, "upload.unreadable"),
    ] {
        let error = stored(&test, &store, &bytes).await.unwrap_err();
        assert_eq!(code(error), (kind, refusal.to_owned()));
        if (1..1 << 20).contains(&bytes.len()) {
            let upload = store.begin(&ctx, bytes.len() as i64).await.unwrap();
            let error = store.append(&ctx, &upload.id, 0, chunks(&bytes)).await.unwrap_err();
            assert_eq!(code(error), (kind, refusal.to_owned()));
            assert!(matches!(store.status(&ctx, &upload.id).await, Err(BlobError::NoUpload)), "{refusal}");
        }
    }
    assert_eq!(code(store.begin(&ctx, 0).await.unwrap_err()).1, "upload.empty");
    assert_eq!(code(store.begin(&ctx, i64::MAX).await.unwrap_err()).1, "upload.too_large");
    assert_eq!(code(store.status(&ctx, "../../etc/passwd").await.unwrap_err()).1, "upload.not_found");
    assert_eq!(files(&test.path("blobs")), Vec::<std::path::PathBuf>::new());
    let upload = store.begin(&ctx, 10).await.unwrap();
    store.abandon(&ctx, &upload.id).await.unwrap();
    assert!(matches!(store.abandon(&ctx, &upload.id).await, Err(BlobError::NoUpload)));
    assert_eq!(files(&test.path("blobs")), Vec::<std::path::PathBuf>::new());
});

testkit::both!(what_nobody_attaches_is_swept, |test| async move {
    let store = open(&test);
    let (kept, lost) = (jpeg(60, 40), jpeg(80, 40));
    let upload = stored(&test, &store, &kept).await.unwrap();
    let blob = attach(&test, &upload.id, "case/1").await.unwrap();
    stored(&test, &store, &kept).await.unwrap();
    stored(&test, &store, &lost).await.unwrap();
    let half = store.begin(&test.system(), 1000).await.unwrap();
    store.append(&test.system(), &half.id, 0, chunks(b"half")).await.unwrap();
    let count = files(&test.path("blobs")).len();
    assert_eq!(store.sweep(&test.system()).await.unwrap(), (0, 0));

    test.env.advance(Timestamp::DAY);
    assert_eq!(store.sweep(&test.system()).await.unwrap(), (3, 0));
    assert_eq!(files(&test.path("blobs")).len(), count - 1, "the half file is gone, the others wait");
    test.env.advance(Timestamp::HOUR);
    let again = stored(&test, &store, &lost).await.unwrap();
    assert_eq!(store.sweep(&test.system()).await.unwrap(), (0, 0), "one came back in time");
    test.env.advance(Timestamp::DAY);
    assert_eq!(store.sweep(&test.system()).await.unwrap(), (1, 0));
    test.env.advance(Timestamp::HOUR);
    let (uploads, gone) = store.sweep(&test.system()).await.unwrap();
    assert_eq!(uploads, 0);
    assert!(gone >= 2, "{gone}");
    assert!(store.read(&again.blob.unwrap(), Rendition::Original).await.is_err());
    for rendition in [Rendition::Original, Rendition::Stripped, Rendition::Thumb] {
        assert!(!bytes_of(&store, &blob, rendition).await.is_empty());
    }

    assert!(remove(&test, &blob).await && !remove(&test, &blob).await);
    test.env.advance(Timestamp::HOUR);
    store.sweep(&test.system()).await.unwrap();
    assert_eq!(files(&test.path("blobs")), Vec::<std::path::PathBuf>::new());
});

testkit::both!(sweeping_is_a_job, |test| async move {
    let store = open(&test);
    let upload = stored(&test, &store, b"%PDF-1.7").await.unwrap();
    let runner =
        Runner::new(test.db.clone(), test.env.clone()).every(blobs::SWEEP, Timestamp::HOUR, store.clone());
    runner.register().await.unwrap();
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert!(store.status(&test.system(), &upload.id).await.is_ok());
    for _ in 0..3 {
        test.env.advance(Timestamp::DAY);
        assert_eq!(runner.drain().await.unwrap(), 1);
    }
    assert_eq!(files(&test.path("blobs")), Vec::<std::path::PathBuf>::new());
});

testkit::both!(a_sweep_that_died_is_settled_by_the_next, |test| async move {
    let store = open(&test);
    let photo = jpeg(60, 40);
    let blob = stored(&test, &store, &photo).await.unwrap().blob.unwrap();
    let hash = &blob.hash;
    let (place, out) =
        (test.path("blobs").join(&hash[..2]).join(&hash[2..4]).join(hash), test.path("blobs/out").join(hash));
    std::fs::rename(&place, &out).unwrap();
    std::fs::write(test.path("blobs/out/unknown"), b"x").unwrap();
    store.sweep(&test.system()).await.unwrap();
    assert_eq!(bytes_of(&store, &blob, Rendition::Original).await, photo);
    assert_eq!(files(&test.path("blobs/out")), Vec::<std::path::PathBuf>::new());
});

/// Damaged files are refused or taken, but never cost a panic, an internal error or a leftover.
#[test]
fn damaged_photos_do_no_harm() {
    testkit::block_on(async {
        let test = TestDb::sqlite().await;
        let store = open(&test);
        let seeds = [
            phone_photo(64, 48, Some("+08:00")),
            encoded(&picture(64, 48), ImageFormat::Png),
            encoded(&picture(64, 48), ImageFormat::WebP),
        ];
        let mut random = 88_172_645_463_325_252_u64;
        let mut next = move |below: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            (random % below as u64) as usize
        };
        for round in 0..240 {
            let mut bytes = seeds[round % seeds.len()].clone();
            for _ in 0..=next(6) {
                let at = next(bytes.len());
                bytes[at] = next(256) as u8;
            }
            if round % 4 == 0 {
                bytes.truncate(1 + next(bytes.len()));
            }
            let whole = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from(bytes))]);
            if let Err(error) = store.store(&test.system(), whole).await {
                assert!(Failure::from(error).refusal().is_some());
            }
        }
        assert_eq!(files(&test.path("blobs/in")), Vec::<std::path::PathBuf>::new());
    });
}

//! Photos to try things with.
#![allow(dead_code)]

use blobs::{Blobs, Options};
use bytes::Bytes;
use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use futures::{Stream, stream};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use img_parts::{ImageEXIF as _, jpeg::Jpeg};
use std::{
    convert::Infallible,
    io::Cursor,
    path::{Path, PathBuf},
};
use testkit::TestDb;

/// A store in the test's folder that takes up to a megabyte and 4 megapixels.
pub fn open(test: &TestDb) -> Blobs {
    let options = Options { max_bytes: 1 << 20, max_pixels: 4_000_000, ..Options::new(test.path("blobs")) };
    Blobs::open(test.db.clone(), options).unwrap()
}

/// Left half red, right half blue.
pub fn picture(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) };
    RgbImage::from_fn(width, height, pixel).into()
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::Jpeg)
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn degrees(d: u32, m: u32, s: u32) -> Value {
    Value::Rational([d, m, s].map(|n| Rational { num: n, denom: 1 }).to_vec())
}

fn words(text: &str) -> Value {
    Value::Ascii(vec![text.into()])
}

/// A photo as a phone writes it: lying on its side (orientation 6), with place and time.
pub fn phone_photo(width: u32, height: u32, offset: Option<&str>) -> Vec<u8> {
    let mut fields = vec![
        field(Tag::Orientation, Value::Short(vec![6])),
        field(Tag::Make, words("PhoneMaker")),
        field(Tag::DateTimeOriginal, words("2026:03:02 10:30:15")),
        field(Tag::GPSLatitudeRef, words("N")),
        field(Tag::GPSLatitude, degrees(30, 30, 36)),
        field(Tag::GPSLongitudeRef, words("E")),
        field(Tag::GPSLongitude, degrees(120, 15, 0)),
    ];
    fields.extend(offset.map(|offset| field(Tag::OffsetTimeOriginal, words(offset))));
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut exif = Cursor::new(vec![]);
    writer.write(&mut exif, false).unwrap();
    let mut photo = Jpeg::from_bytes(jpeg(width, height).into()).unwrap();
    photo.set_exif(Some(exif.into_inner().into()));
    let mut bytes = vec![];
    photo.encoder().write_to(&mut bytes).unwrap();
    bytes
}

/// A PNG of a few bytes that says it is `width` × `height`.
pub fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(&picture(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// The bytes as a stream of small chunks.
pub fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + use<> {
    let chunks: Vec<_> = bytes.chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    stream::iter(chunks)
}

/// Every file under a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

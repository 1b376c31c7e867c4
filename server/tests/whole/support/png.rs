//! Pictures made by hand, so that they can also be wrong.

use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::Write;

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A grey PNG that announces so many pixels and holds these rows of bytes.
fn announcing(width: u32, height: u32, rows: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(vec![], Compression::fast());
    packed.write_all(rows).unwrap();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let parts = [chunk(b"IHDR", &header), chunk(b"IDAT", &packed.finish().unwrap()), chunk(b"IEND", &[])];
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
}

/// A true picture; `shade` makes it one of its own.
pub fn picture(shade: u8) -> Vec<u8> {
    let rows: Vec<u8> =
        (0..16u8).flat_map(|y| [0].into_iter().chain((0..16).map(move |x| shade ^ x ^ y))).collect();
    announcing(16, 16, &rows)
}

/// A small file that would fill 3.6 GB.
pub fn bomb() -> Vec<u8> {
    announcing(60_000, 60_000, &vec![0; 60_001 * 20])
}

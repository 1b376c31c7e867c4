//! Pictures for the demo's reports: painted, so that nobody's street is shown. Each scene comes with its trouble and
//! without.

use crate::DemoError;
use fastrand::Rng;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
/// Where the ground begins.
const HORIZON: i64 = 250;

/// What is the matter in a scene.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    Hole,
    Heap,
    Puddle,
    Branch,
    Crates,
    Leaning,
}

const TROUBLES: [Trouble; 6] =
    [Trouble::Hole, Trouble::Heap, Trouble::Puddle, Trouble::Branch, Trouble::Crates, Trouble::Leaning];

/// A scene with its trouble, and without: JPEG files.
pub type Pair = (Vec<u8>, Vec<u8>);

/// JPEG files: each trouble in two places, before and after.
///
/// # Errors
/// [`DemoError::Picture`] when they cannot be encoded.
pub fn paint(seed: u64) -> Result<Vec<Pair>, DemoError> {
    let mut pairs = Vec::new();
    for (n, trouble) in TROUBLES.iter().chain(&TROUBLES).enumerate() {
        let scene = |with: Option<Trouble>| scene(seed ^ n as u64, with).encode();
        pairs.push((scene(Some(*trouble))?, scene(None)?));
    }
    Ok(pairs)
}

struct Canvas {
    image: RgbImage,
    rng: Rng,
}

impl Canvas {
    fn dot(&mut self, x: i64, y: i64, colour: [u8; 3], grain: i16) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x < WIDTH && y < HEIGHT {
            let noise = if grain > 0 { self.rng.i16(-grain..=grain) } else { 0 };
            let shade = |c: u8| (i16::from(c) + noise).clamp(0, 255) as u8;
            self.image.put_pixel(x, y, Rgb(colour.map(shade)));
        }
    }
    fn bar(&mut self, (x, y): (i64, i64), (w, h): (i64, i64), colour: [u8; 3], grain: i16) {
        for j in y..y + h {
            for i in x..x + w {
                self.dot(i, j, colour, grain);
            }
        }
    }
    /// An ellipse whose rim is ragged.
    fn blot(&mut self, (x, y): (i64, i64), (w, h): (i64, i64), colour: [u8; 3], grain: i16) {
        let waves: [f64; 3] = std::array::from_fn(|_| self.rng.f64() * 6.0);
        for j in -h * 13 / 10..=h * 13 / 10 {
            for i in -w * 13 / 10..=w * 13 / 10 {
                let (u, v) = (i as f64 / w as f64, j as f64 / h as f64);
                let turn = v.atan2(u);
                let rim = 1.0
                    + waves
                        .iter()
                        .enumerate()
                        .map(|(k, p)| 0.08 * (turn * (k as f64 * 2.0 + 3.0) + p).sin())
                        .sum::<f64>();
                if u.hypot(v) < rim {
                    self.dot(x + i, y + j, colour, grain);
                }
            }
        }
    }
    fn encode(self) -> Result<Vec<u8>, DemoError> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 78)
            .encode_image(&self.image)
            .map_err(|e| DemoError::Picture(e.to_string()))?;
        Ok(bytes)
    }
}

fn scene(seed: u64, trouble: Option<Trouble>) -> Canvas {
    let mut c = Canvas { image: RgbImage::new(WIDTH, HEIGHT), rng: Rng::with_seed(seed ^ 0x9E37) };
    let (w, h) = (i64::from(WIDTH), i64::from(HEIGHT));
    let light = c.rng.u8(0..40);
    for y in 0..HORIZON {
        let fade = (y * 60 / HORIZON) as u8;
        c.bar((0, y), (w, 1), [150 + fade, 180 + fade / 2, 205 + light], 2);
    }
    houses(&mut c);
    c.bar((0, HORIZON), (w, 34), [176, 170, 160], 9);
    c.bar((0, HORIZON + 34), (w, h - HORIZON - 34), [92 + light / 2, 92 + light / 2, 95 + light / 2], 11);
    for i in 0..6 {
        c.bar((20 + i * 112, 372), (62, 7), [212, 210, 200], 6);
    }
    lamp(&mut c, matches!(trouble, Some(Trouble::Leaning)));
    if let Some(trouble) = trouble {
        spoil(&mut c, trouble);
    }
    c
}

fn houses(c: &mut Canvas) {
    let mut x = -20;
    while x < i64::from(WIDTH) {
        let (w, h) = (c.rng.i64(80..150), c.rng.i64(90..210));
        let wall = [c.rng.u8(150..215), c.rng.u8(140..200), c.rng.u8(130..190)];
        c.bar((x, HORIZON - h), (w, h), wall, 5);
        for row in 0..(h - 24) / 34 {
            for column in 0..(w - 16) / 28 {
                c.bar((x + 10 + column * 28, HORIZON - h + 14 + row * 34), (15, 20), [84, 98, 112], 12);
            }
        }
        x += w + c.rng.i64(4..26);
    }
}

fn lamp(c: &mut Canvas, leaning: bool) {
    let x = c.rng.i64(470..560);
    for y in 96..HORIZON + 20 {
        let lean = if leaning { (HORIZON + 20 - y) / 3 } else { 0 };
        c.bar((x - lean, y), (6, 1), [70, 74, 78], 4);
    }
    let lean = if leaning { (HORIZON + 20 - 96) / 3 } else { 0 };
    c.bar((x - lean - 34, 92), (42, 7), [70, 74, 78], 4);
}

fn spoil(c: &mut Canvas, trouble: Trouble) {
    let at = (c.rng.i64(190..400), c.rng.i64(345..400));
    match trouble {
        Trouble::Hole => {
            c.blot(at, (92, 30), [70, 66, 62], 12);
            c.blot((at.0 + 6, at.1 + 5), (66, 19), [38, 35, 33], 9);
        }
        Trouble::Heap => {
            for _ in 0..26 {
                let colour = [c.rng.u8(40..220), c.rng.u8(60..200), c.rng.u8(50..190)];
                let spot = (at.0 + c.rng.i64(-90..90), at.1 - c.rng.i64(0..52));
                let size = (c.rng.i64(14..30), c.rng.i64(10..20));
                c.blot(spot, size, colour, 14);
            }
        }
        Trouble::Puddle => {
            c.blot(at, (170, 40), [120, 136, 150], 7);
            c.blot((at.0 - 30, at.1 - 6), (70, 12), [164, 178, 190], 5);
        }
        Trouble::Branch => {
            for i in 0..150 {
                c.bar((at.0 - 75 + i, at.1 - i / 6), (3, 7), [92, 70, 48], 8);
            }
            for _ in 0..16 {
                let spot = (at.0 + c.rng.i64(-70..90), at.1 - c.rng.i64(-8..40));
                c.blot(spot, (18, 11), [58, 104, 50], 16);
            }
        }
        Trouble::Crates => {
            for i in 0..5 {
                let spot = (at.0 - 100 + i * 44, at.1 - 40 - (i % 2) * 14);
                c.bar(spot, (38, 34), [176, 138, 84], 10);
                c.blot((spot.0 + 19, spot.1), (16, 9), [200, 84 + 20 * i as u8, 50], 12);
            }
        }
        Trouble::Leaning => c.blot((at.0 + 90, 300), (40, 8), [60, 58, 56], 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_a_before_and_another_after() {
        let pairs = paint(1).unwrap();
        assert_eq!(pairs.len(), 12);
        for (before, after) in pairs {
            assert_ne!(before, after);
            assert!(before.starts_with(&[0xFF, 0xD8]) && before.len() > 10_000);
        }
    }
}

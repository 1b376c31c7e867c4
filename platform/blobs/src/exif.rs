//! What a photo says about itself: position, time, and which side is up. Anything odd counts as not said.

use exif::{DateTime, Exif, In, Reader, Tag, Value};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use kernel::Timestamp;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Longitude and latitude, degrees, WGS-84.
    pub(crate) position: Option<(f64, f64)>,
    /// When the shutter was released.
    pub(crate) taken_at: Option<Timestamp>,
    /// EXIF orientation, 1 to 8.
    pub(crate) orientation: Option<u8>,
}

/// Reads from a photo of `size` bytes. `zone` serves times without an offset.
pub(crate) fn read(file: impl BufRead + Seek, size: u64, zone: &str) -> Said {
    let mut file = Budget { inner: file, left: size.saturating_add(1 << 20) };
    let exif = Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut file)
        .or_else(|error| error.distill_partial_result(|_| ()));
    match exif {
        Ok(exif) => Said {
            position: position(&exif),
            taken_at: taken_at(&exif, zone),
            orientation: uint(&exif, Tag::Orientation).and_then(|n| u8::try_from(n).ok()),
        },
        Err(_) => Said::default(),
    }
}

fn uint(exif: &Exif, tag: Tag) -> Option<u32> {
    exif.get_field(tag, In::PRIMARY)?.value.get_uint(0)
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

/// Degrees, minutes, seconds.
fn triple(exif: &Exif, tag: Tag) -> Option<[f64; 3]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(parts) if parts.len() == 3 => {
            let parts = [parts[0].to_f64(), parts[1].to_f64(), parts[2].to_f64()];
            parts.iter().all(|part| part.is_finite()).then_some(parts)
        }
        _ => None,
    }
}

fn position(exif: &Exif) -> Option<(f64, f64)> {
    let degrees = |tag, reference, negative: u8| {
        let [degrees, minutes, seconds] = triple(exif, tag)?;
        let value = degrees + minutes / 60.0 + seconds / 3600.0;
        let flip = ascii(exif, reference)?.first()?.eq_ignore_ascii_case(&negative);
        Some(if flip { -value } else { value })
    };
    let lon = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    let lat = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    // (0, 0) is what a camera without a fix writes.
    let real = (lon, lat) != (0.0, 0.0) && lon.abs() <= 180.0 && lat.abs() <= 90.0;
    real.then_some((lon, lat))
}

fn taken_at(exif: &Exif, zone: &str) -> Option<Timestamp> {
    let mut time = DateTime::from_ascii(ascii(exif, Tag::DateTimeOriginal)?).ok()?;
    if let Some(offset) = ascii(exif, Tag::OffsetTimeOriginal) {
        // An unreadable offset counts as none.
        drop(time.parse_offset(offset));
    }
    let zone = match time.offset {
        Some(minutes) => TimeZone::fixed(Offset::from_seconds(i32::from(minutes) * 60).ok()?),
        None => TimeZoneDatabase::bundled().get(zone).ok()?,
    };
    let small = |n: u8| i8::try_from(n).ok();
    let date =
        jiff::civil::Date::new(i16::try_from(time.year).ok()?, small(time.month)?, small(time.day)?).ok()?;
    let clock =
        jiff::civil::Time::new(small(time.hour)?, small(time.minute)?, small(time.second)?, 0).ok()?;
    Some(Timestamp(zone.to_timestamp(date.to_datetime(clock)).ok()?.as_millisecond()))
}

/// A reader that gives up after so many bytes: a crafted file may name the same stretch of itself thousands of times.
struct Budget<R> {
    inner: R,
    left: u64,
}

impl<R> Budget<R> {
    fn spend(&mut self, n: usize) -> io::Result<usize> {
        self.left = self.left.checked_sub(n as u64).ok_or(io::ErrorKind::InvalidData)?;
        Ok(n)
    }
}

impl<R: BufRead> Read for Budget<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.spend(n)
    }
}

impl<R: BufRead> BufRead for Budget<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.inner.fill_buf()
    }
    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n as u64);
        self.inner.consume(n);
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

//! Renditions of a photo. Everything here blocks and may take a second: never on the async threads.

use crate::{BlobError, Options, exif};
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// A photo looked through.
#[derive(Debug, Default)]
pub(crate) struct Photo {
    pub(crate) pixels: Option<(u32, u32)>,
    pub(crate) said: exif::Said,
}

/// Reads what the photo says, decodes it, and writes the renditions to the two paths. A photo of a kind that is only
/// stored gets no renditions.
pub(crate) fn develop(
    original: &Path,
    (mime, size): (&'static str, u64),
    (stripped, thumb): (&Path, &Path),
    options: &Options,
) -> Result<Photo, BlobError> {
    // The decoders are pure Rust, so whatever a crafted file makes them do ends in a panic at worst.
    let work = || {
        let said = exif::read(BufReader::new(File::open(original)?), size, &options.zone);
        let Some(format) = format(mime) else { return Ok(Photo { pixels: None, said }) };
        let photo = upright(decode(original, mime, format, options)?, said.orientation);
        let pixels = Some((photo.width(), photo.height()));
        let large = flat(fit(photo, options.stripped_pixels));
        write(stripped, &large, 85)?;
        write(thumb, &flat(fit(DynamicImage::ImageRgb8(large), options.thumb_pixels)), 80)?;
        Ok(Photo { pixels, said })
    };
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(BlobError::Decoder(format!("panic on {mime}"))))
}

fn format(mime: &str) -> Option<ImageFormat> {
    match mime {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn decode(
    path: &Path,
    mime: &'static str,
    format: ImageFormat,
    options: &Options,
) -> Result<DynamicImage, BlobError> {
    let unreadable = |error: image::ImageError| match error {
        image::ImageError::IoError(error) if error.kind() == std::io::ErrorKind::NotFound => {
            BlobError::Disk(error)
        }
        error => BlobError::Unreadable { mime, why: error.to_string() },
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(options.max_pixels.saturating_mul(4));
    let mut reader = ImageReader::with_format(BufReader::new(File::open(path)?), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > options.max_pixels
        || decoder.total_bytes() > options.max_pixels.saturating_mul(4)
    {
        return Err(BlobError::TooManyPixels { width, height, limit: options.max_pixels });
    }
    if width == 0 || height == 0 {
        return Err(BlobError::Unreadable { mime, why: "no pixels".into() });
    }
    decoder.set_limits(limits).map_err(unreadable)?;
    DynamicImage::from_decoder(decoder).map_err(unreadable)
}

fn upright(mut photo: DynamicImage, orientation: Option<u8>) -> DynamicImage {
    if let Some(orientation) = orientation.and_then(Orientation::from_exif) {
        photo.apply_orientation(orientation);
    }
    photo
}

/// No larger than `side` on the long side; a smaller one stays as it is.
fn fit(photo: DynamicImage, side: u32) -> DynamicImage {
    if photo.width().max(photo.height()) > side { photo.thumbnail(side, side) } else { photo }
}

/// Eight bits a channel, on white where the photo lets something through.
fn flat(photo: DynamicImage) -> RgbImage {
    if !photo.color().has_alpha() {
        return photo.into_rgb8();
    }
    let photo = photo.into_rgba8();
    RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        let [r, g, b, a] = photo.get_pixel(x, y).0.map(u16::from);
        image::Rgb([r, g, b].map(|c| ((c * a + 255 * (255 - a)) / 255) as u8))
    })
}

fn write(path: &Path, photo: &RgbImage, quality: u8) -> Result<(), BlobError> {
    let mut file = BufWriter::new(File::create(path)?);
    let encoded = JpegEncoder::new_with_quality(&mut file, quality).encode_image(photo);
    encoded.map_err(|error| BlobError::Decoder(error.to_string()))?;
    file.flush()?;
    Ok(file.get_ref().sync_all()?)
}

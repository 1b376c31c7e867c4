//! QR codes: which fields are dark.

use crate::PaperError;
use qrcode::{Color, EcLevel, QrCode};

/// The light border around a code that cameras need, in fields.
pub(crate) const QUIET: usize = 4;

/// The fields of a code.
pub(crate) struct Code {
    /// Fields in a row.
    pub side: usize,
    dark: Vec<bool>,
}

impl Code {
    pub(crate) fn new(text: &str) -> Result<Self, PaperError> {
        let too_long = |_| PaperError::Code { length: text.len() };
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(too_long)?;
        let side = code.width();
        Ok(Code { side, dark: code.into_colors().into_iter().map(|c| c == Color::Dark).collect() })
    }

    /// The dark runs: row, first field, number of fields.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs: Vec<(usize, usize, usize)> = vec![];
        for (at, _) in self.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (row, column) = (at / self.side, at % self.side);
            match runs.last_mut() {
                Some((r, first, length)) if *r == row && *first + *length == column => *length += 1,
                _ => runs.push((row, column, 1)),
            }
        }
        runs
    }

    /// A picture of it, `scale` points to a field.
    pub(crate) fn png(&self, scale: usize) -> Result<Vec<u8>, PaperError> {
        let side = (self.side + 2 * QUIET) * scale;
        let mut pixels = vec![255u8; side * side];
        for (row, first, length) in self.runs() {
            let left = (first + QUIET) * scale;
            for line in (row + QUIET) * scale..(row + QUIET + 1) * scale {
                pixels[line * side + left..line * side + left + length * scale].fill(0);
            }
        }
        let mut out = vec![];
        let failed = |e: png::EncodingError| PaperError::File(e.to_string());
        let mut encoder = png::Encoder::new(&mut out, side as u32, side as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&pixels).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(out)
    }
}

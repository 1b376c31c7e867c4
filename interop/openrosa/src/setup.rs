//! One scan sets ODK Collect up: base64 of zlib of its settings.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::ZlibEncoder};
use kernel::{Failure, Result};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::json;
use std::io::Write as _;

/// The light border around a code that cameras need, in fields.
const QUIET: usize = 4;

/// The settings of ODK Collect, as its code wants them.
///
/// # Errors
/// None that happens.
pub fn settings(server_url: &str, project: &str) -> Result<String> {
    let settings = json!({
        "general": { "server_url": server_url, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular" },
        "admin": {},
        "project": { "name": project },
    });
    let mut packed = ZlibEncoder::new(vec![], Compression::best());
    packed.write_all(settings.to_string().as_bytes()).map_err(Failure::internal)?;
    Ok(STANDARD.encode(packed.finish().map_err(Failure::internal)?))
}

/// A text as a code, drawn as SVG.
///
/// # Errors
/// A text that is longer than a code holds.
pub fn svg(text: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Failure::internal)?;
    let width = code.width();
    let mut path = String::new();
    for (at, _) in code.into_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read as _;

    #[test]
    fn the_settings_are_read_back() {
        let url = format!("https://a.b/openrosa/key/{}", "0".repeat(64));
        let packed = settings(&url, "网格").unwrap();
        let mut text = String::new();
        ZlibDecoder::new(&STANDARD.decode(&packed).unwrap()[..]).read_to_string(&mut text).unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["general"]["server_url"], url.as_str());
        assert!(read["admin"].is_object() && read["project"]["name"] == "网格");
        assert!(svg(&packed).unwrap().starts_with("<svg "));
    }
}

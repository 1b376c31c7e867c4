//! What a file is, from its first bytes.

/// The types that are taken.
pub const TAKEN: [&str; 11] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "application/pdf",
    "audio/mpeg",
    "audio/mp4",
    "audio/wav",
    "audio/amr",
    "video/mp4",
    "video/quicktime",
];

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 4096;

/// The taken type of a file that begins with `head`, or else what it seems to be.
pub(crate) fn sniff(head: &[u8]) -> Result<&'static str, String> {
    let seems = infer::get(head).map_or("unknown", |kind| kind.mime_type());
    let name = match seems {
        "image/heif" => "image/heic",
        "audio/m4a" => "audio/mp4",
        "audio/x-wav" => "audio/wav",
        other => other,
    };
    TAKEN.into_iter().find(|taken| *taken == name).ok_or_else(|| seems.to_owned())
}

/// The type of whatever is not of the list.
pub(crate) const ANYTHING: &str = "application/octet-stream";

/// The same for files that are kept whatever they are.
pub(crate) fn sniff_any(head: &[u8]) -> Result<&'static str, String> {
    Ok(sniff(head).unwrap_or(ANYTHING))
}

/// Whether a type is a photo.
pub(crate) fn is_photo(mime: &str) -> bool {
    mime.starts_with("image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide() {
        let box_of = |brand: &str| [b"\0\0\0\x18ftyp", brand.as_bytes(), b"\0\0\0\0isommp42"].concat();
        for (head, mime) in [
            (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "image/png"),
            (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "image/webp"),
            (box_of("heic"), "image/heic"),
            (b"%PDF-1.7".to_vec(), "application/pdf"),
            (b"ID3\x04".to_vec(), "audio/mpeg"),
            (box_of("M4A "), "audio/mp4"),
            (b"RIFF\0\0\0\0WAVEfmt ".to_vec(), "audio/wav"),
            (b"#!AMR\n\0\0\0\0\0\0".to_vec(), "audio/amr"),
            (box_of("isom"), "video/mp4"),
            (box_of("qt  "), "video/quicktime"),
        ] {
            assert_eq!(sniff(&head), Ok(mime));
        }
        for (head, seems) in [
            (&b"GIF89a"[..], "image/gif"),
            (b"<html><script>", "text/html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", "unknown"),
            (b"MZ\x90\0", "application/vnd.microsoft.portable-executable"),
            (b"PK\x03\x04", "application/zip"),
            (b"hello", "unknown"),
            (b"", "unknown"),
        ] {
            assert_eq!(sniff(head), Err(seems.to_owned()));
        }
    }
}

//! Hashing with SHA-256 or SM3 (GB/T 32905), by configuration. A hash is stored as `sha256:<hex>` or `sm3:<hex>`, so that
//! a chain written partly with each can be verified.

use sha2::Digest as _;
use std::sync::OnceLock;

/// The hash function for new facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Digest {
    /// SHA-256 (FIPS 180-4), the default.
    #[default]
    Sha256,
    /// SM3 (GB/T 32905-2016).
    Sm3,
}

static CHOSEN: OnceLock<Digest> = OnceLock::new();

/// Chooses the hash function of this process, once, at start-up.
pub fn choose(digest: Digest) {
    let _ = CHOSEN.set(digest);
}

impl Digest {
    fn chosen() -> Self {
        CHOSEN.get().copied().unwrap_or_default()
    }
    fn of_hash(hash: &str) -> Option<Self> {
        match hash.split_once(':')?.0 {
            "sha256" => Some(Self::Sha256),
            "sm3" => Some(Self::Sm3),
            _ => None,
        }
    }
    fn hash(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => format!("sha256:{}", hex::encode(sha2::Sha256::digest(bytes))),
            Self::Sm3 => format!("sm3:{}", hex::encode(sm3::Sm3::digest(bytes))),
        }
    }
}

/// The canonical encoding: every field behind its length as four big-endian bytes; an absent field is the length
/// `0xFFFFFFFF` alone. No two different lists of fields encode alike.
fn encode(fields: &[Option<&[u8]>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(fields.iter().map(|f| 4 + f.map_or(0, <[u8]>::len)).sum());
    for field in fields {
        match field {
            None => out.extend_from_slice(&u32::MAX.to_be_bytes()),
            Some(bytes) => {
                let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1);
                out.extend_from_slice(&length.to_be_bytes());
                out.extend_from_slice(bytes);
            }
        }
    }
    out
}

/// Hashes a list of fields with the chosen function.
pub fn hash_fields(fields: &[Option<&[u8]>]) -> String {
    Digest::chosen().hash(&encode(fields))
}

/// Hashes a list of fields with the function that made `like`; None when that name is unknown.
pub fn same_digest(like: &str, fields: &[Option<&[u8]>]) -> Option<String> {
    Some(Digest::of_hash(like)?.hash(&encode(fields)))
}

/// The next link of a county's chain over positions.
pub fn chain(like: Option<&str>, prev: &str, pos: i64, stream: &str, seq: i64, fact: &str) -> Option<String> {
    let (pos, seq) = (pos.to_be_bytes(), seq.to_be_bytes());
    let fields: [Option<&[u8]>; 6] = [
        Some(b"jingwei.position.1"),
        Some(prev.as_bytes()),
        Some(&pos),
        Some(stream.as_bytes()),
        Some(&seq),
        Some(fact.as_bytes()),
    ];
    match like {
        Some(like) => same_digest(like, &fields),
        None => Some(hash_fields(&fields)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_vectors() {
        // FIPS 180-4 and GB/T 32905-2016, "abc"
        assert_eq!(
            Digest::Sha256.hash(b"abc"),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            Digest::Sm3.hash(b"abc"),
            "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn fields_do_not_run_together() {
        assert_ne!(encode(&[Some(b"ab"), Some(b"c")]), encode(&[Some(b"a"), Some(b"bc")]));
        assert_ne!(encode(&[None]), encode(&[Some(b"")]));
    }
}

//! Encryption at rest.

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::path::Path;

/// The key of the vault, 256 bits, from a file in the data folder or from the configuration.
#[derive(Clone)]
pub struct Key {
    cipher: Aes256Gcm,
    mac: Hmac<Sha256>,
    id: String,
    bytes: Vec<u8>,
}

/// A key or a stored value that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("key file {0}: {1}")]
    File(String, std::io::Error),
    /// Not 64 hexadecimal characters.
    #[error("a vault key is 64 hexadecimal characters")]
    Form,
    /// Encrypted with another key, or damaged.
    #[error("the value was encrypted with another key ({0}) or is damaged")]
    Value(String),
}

impl Key {
    /// From 64 hexadecimal characters.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let bytes = hex::decode(text.trim()).map_err(|_| KeyError::Form)?;
        let cipher = Aes256Gcm::new_from_slice(&bytes).map_err(|_| KeyError::Form)?;
        let id = ledger::hash_fields(&[Some(b"jingwei.key"), Some(&bytes)]);
        let id = id.rsplit(':').next().unwrap_or_default().chars().take(8).collect();
        let mac = Hmac::new_from_slice(&bytes).map_err(|_| KeyError::Form)?;
        Ok(Self { cipher, mac, id, bytes })
    }

    /// Reads the key file; makes one with fresh randomness when there is none.
    pub fn open_or_create(path: &Path, env: &dyn kernel::Env) -> Result<Self, KeyError> {
        let fault = |e| KeyError::File(path.display().to_string(), e);
        match std::fs::read_to_string(path) {
            Ok(text) => Self::from_hex(&text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let mut bytes = [0u8; 32];
                env.fill(&mut bytes);
                let text = hex::encode(bytes);
                write_private(path, &text).map_err(fault)?;
                Self::from_hex(&text)
            }
            Err(e) => Err(fault(e)),
        }
    }

    /// The key itself, to be sealed under the next.
    pub(crate) fn hex(&self) -> String {
        hex::encode(&self.bytes)
    }

    /// Which key, without telling it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A secret for one purpose that can be made again from this key alone; nobody learns from it the key or another.
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        let mac = self.mac.clone().chain_update(b"jingwei.derive.1\0").chain_update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn seal(&self, nonce: [u8; 12], value: &str) -> Result<String, KeyError> {
        let sealed = self
            .cipher
            .encrypt(&nonce.into(), value.as_bytes())
            .map_err(|_| KeyError::Value(self.id.clone()))?;
        Ok(format!("{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// Seals bytes that stand in one place: nonce, then what was sealed.
    pub(crate) fn seal_bytes(&self, nonce: &[u8], value: &[u8], bound: &[u8]) -> Result<Vec<u8>, KeyError> {
        let wrong = || KeyError::Value(self.id.clone());
        let fixed: [u8; 12] = nonce.try_into().map_err(|_| wrong())?;
        let sealed =
            self.cipher.encrypt(&fixed.into(), Payload { msg: value, aad: bound }).map_err(|_| wrong())?;
        Ok([nonce, &sealed].concat())
    }

    pub(crate) fn open_bytes(&self, stored: &[u8], bound: &[u8]) -> Result<String, KeyError> {
        let wrong = || KeyError::Value(self.id.clone());
        let (nonce, sealed) = stored.split_at_checked(12).ok_or_else(wrong)?;
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| wrong())?;
        let clear =
            self.cipher.decrypt(&nonce.into(), Payload { msg: sealed, aad: bound }).map_err(|_| wrong())?;
        String::from_utf8(clear).map_err(|_| wrong())
    }

    pub(crate) fn open(&self, stored: &str) -> Result<String, KeyError> {
        let wrong = || KeyError::Value(self.id.clone());
        let bytes = hex::decode(stored).map_err(|_| wrong())?;
        let (nonce, sealed) = bytes.split_at_checked(12).ok_or_else(wrong)?;
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| wrong())?;
        let clear = self.cipher.decrypt(&nonce.into(), sealed).map_err(|_| wrong())?;
        String::from_utf8(clear).map_err(|_| wrong())
    }
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

//! Values that are found without being stored.
//!
//! A blind number is the HMAC of a value under a secret of the first generation of keys; each further generation takes the HMAC of the
//! number before it. So a number that stands in an index can be brought under a new key without knowing its value, and whoever
//! has an old key alone cannot try values against what was brought over.

use crate::Vault;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Failure;
use sha2::Sha256;

/// Finds values without storing them: the same words give the same number, which tells nothing to whoever lacks the keys. It is that of
/// one moment: whoever works for long sees by [`Blind::generation`] that another key came.
#[derive(Clone)]
pub struct Blind {
    /// A secret of each generation.
    macs: Vec<Hmac<Sha256>>,
    /// The oldest generation under which numbers may stand.
    floor: i64,
}

fn first(mac: Hmac<Sha256>) -> i64 {
    let bytes = mac.finalize().into_bytes();
    let mut first = [0u8; 8];
    first.copy_from_slice(&bytes[..8]);
    i64::from_be_bytes(first)
}

impl Blind {
    /// The generation under which numbers are written, counted from 1.
    pub fn generation(&self) -> i64 {
        self.macs.len() as i64
    }

    /// A new key is being taken into use: numbers may stand under the one before yet.
    pub fn is_changing(&self) -> bool {
        self.floor < self.generation()
    }

    /// The number of a value in some role. Roles do not meet: a telephone number is no identity number.
    pub fn key(&self, role: &str, value: &str) -> i64 {
        self.at(self.generation(), role, value)
    }

    /// The number under a generation.
    pub fn at(&self, generation: i64, role: &str, value: &str) -> i64 {
        let mac = self.macs[0].clone();
        let root = first(mac.chain_update(role.as_bytes()).chain_update([0]).chain_update(value.as_bytes()));
        self.chain(root, 1, generation)
    }

    /// The numbers under which a value may stand, the oldest first: more than one while a new key is being taken into use.
    pub fn all(&self, role: &str, value: &str) -> Vec<i64> {
        (self.floor..=self.generation()).map(|generation| self.at(generation, role, value)).collect()
    }

    /// A number of an older generation under the youngest.
    pub fn lift(&self, number: i64, from: i64) -> i64 {
        self.chain(number, from, self.generation())
    }

    fn chain(&self, number: i64, from: i64, to: i64) -> i64 {
        let (from, to) = (from.max(1) as usize, (to.max(1) as usize).min(self.macs.len()));
        let next = |number: i64, mac: &Hmac<Sha256>| {
            first(mac.clone().chain_update(b"next\0").chain_update(number.to_be_bytes()))
        };
        self.macs.get(from..to).unwrap_or_default().iter().fold(number, next)
    }
}

impl Vault {
    /// Blind numbers for one purpose.
    ///
    /// # Errors
    /// Never with keys of 256 bits.
    pub fn blind(&self, purpose: &str) -> Result<Blind, Failure> {
        let secret = |key: &std::sync::Arc<crate::Key>| Hmac::new_from_slice(&key.derive(purpose));
        let macs = self.generations().iter().map(secret).collect::<Result<Vec<_>, _>>();
        Ok(Blind { macs: macs.map_err(Failure::internal)?, floor: self.floor() })
    }
}

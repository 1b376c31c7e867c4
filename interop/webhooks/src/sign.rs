//! Signatures as Standard Webhooks describes them (standardwebhooks.com, symmetric): HMAC-SHA256 over
//! `id.timestamp.body`, in base64, after `v1,`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Timestamp;
use sha2::Sha256;

/// How long the secret before the present one signs too, in milliseconds.
pub const OVERLAP: i64 = Timestamp::DAY;

/// A secret as the administrator gets it.
pub fn shown(secret: &[u8; 32]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

/// One signature.
pub fn sign(secret: &[u8; 32], id: &str, seconds: i64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret).map(|mut mac| {
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body.as_bytes());
        mac.finalize().into_bytes()
    });
    // HMAC takes a key of any length
    format!("v1,{}", STANDARD.encode(mac.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_that_others_compute_too() {
        // python3 -c 'import hmac,base64;print(base64.b64encode(hmac.digest(bytes(range(32)),b"msg_1.1614265330.{\"a\":1}","sha256")).decode())'
        let secret: [u8; 32] = std::array::from_fn(|i| u8::try_from(i).unwrap());
        let signature = sign(&secret, "msg_1", 1_614_265_330, "{\"a\":1}");
        assert_eq!(signature, "v1,glGkvNcadkg5eS0kC1lHn//MXDsMAhfgJN70uXXgt2s=");
        assert_eq!(shown(&secret), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assert_ne!(signature, sign(&secret, "msg_1", 1_614_265_331, "{\"a\":1}"));
    }
}

//! Tokens, receipts and hashes: what a reporter holds, and what we keep of it.

use sha2::{Digest, Sha256};

fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hex::encode(hasher.finalize())
}

/// What is stored of a tracking token.
pub fn token_hash(token: &str) -> String {
    digest(&["jingwei.token.1", token])
}

/// The token of a request that bears an idempotency key: 128 bits, so that the same request gets the same token again
/// though nobody keeps it.
pub fn token_of(salt: &str, key: &str) -> String {
    digest(&["jingwei.token-of.1", salt, key]).chars().take(32).collect()
}

/// A receipt: number and fact, sealed with the salt that stands on it. Whoever holds it can prove later what was
/// registered, and nobody can guess the fact from it. Form: `<seq>.<salt>.<hash>`.
pub fn receipt(number: &str, seq: i64, fact_hash: &str, salt: &str) -> String {
    let salt: String = digest(&["jingwei.receipt-salt.1", salt]).chars().take(16).collect();
    format!("{seq}.{salt}.{}", seal(number, seq, fact_hash, &salt))
}

fn seal(number: &str, seq: i64, fact_hash: &str, salt: &str) -> String {
    digest(&["jingwei.receipt.1", number, &seq.to_string(), fact_hash, salt])
}

/// Whether a receipt belongs to this fact; the fact's number stands in the receipt.
pub fn receipt_holds(receipt: &str, number: &str, fact_hash: impl Fn(i64) -> Option<String>) -> bool {
    let mut parts = receipt.split('.');
    let (Some(seq), Some(salt), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Ok(seq) = seq.parse::<i64>() else { return false };
    fact_hash(seq).is_some_and(|fact| seal(number, seq, &fact, salt) == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_proves_its_fact_and_no_other() {
        let slip = receipt("350300-20260302-000001", 1, "sha256:aa", "token");
        let facts = |seq| (seq == 1).then(|| "sha256:aa".to_owned());
        assert!(receipt_holds(&slip, "350300-20260302-000001", facts));
        assert!(!receipt_holds(&slip, "350300-20260302-000002", facts));
        assert!(!receipt_holds(&slip, "350300-20260302-000001", |_| Some("sha256:bb".into())));
        assert!(!receipt_holds(&slip, "350300-20260302-000001", |_| None));
        assert!(!receipt_holds("1.2", "n", facts));
    }

    #[test]
    fn the_same_key_gives_the_same_token() {
        assert_eq!(token_of("s", "k").len(), 32);
        assert_eq!(token_of("s", "k"), token_of("s", "k"));
        assert_ne!(token_of("s", "k"), token_of("t", "k"));
    }
}

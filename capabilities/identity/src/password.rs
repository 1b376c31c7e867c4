//! Passwords: argon2id, on a thread of its own, never more than two at once.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use kernel::{Ctx, Failure};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Hashes and verifies.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// What a password is compared with when there is nobody: the same work as for somebody.
    nobody: Arc<OnceLock<String>>,
}

impl Passwords {
    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(2)), nobody: Arc::default() }
    }

    /// The PHC text of a password, with a fresh salt.
    pub async fn hash(&self, ctx: &Ctx, password: &str) -> Result<String, Failure> {
        let mut salt = [0u8; 16];
        ctx.env().fill(&mut salt);
        let password = password.to_string();
        self.run(move || hash(&password, salt)).await?
    }

    /// True when the password is the one of `stored`; None stands for nobody, and takes as long.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool, Failure> {
        let (password, nobody) = (password.to_string(), self.nobody.clone());
        self.run(move || match stored {
            Some(stored) => matches(&password, &stored),
            None => {
                if nobody.get().is_none() {
                    let _ = nobody.set(hash("nobody", [7; 16])?);
                }
                matches(&password, nobody.get().map(String::as_str).unwrap_or_default()).map(|_| false)
            }
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let _turn = self.turns.acquire().await.map_err(Failure::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Failure::internal)
    }
}

fn hash(password: &str, salt: [u8; 16]) -> Result<String, Failure> {
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash: PasswordHash| hash.to_string()).map_err(Failure::internal)
}

fn matches(password: &str, stored: &str) -> Result<bool, Failure> {
    let stored = PasswordHash::new(stored).map_err(Failure::internal)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

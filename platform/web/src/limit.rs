//! How often an address may ask: a token bucket each, in memory, bounded.

use kernel::Timestamp;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// How many addresses are remembered; beyond that the full buckets go, then all.
const MOST: usize = 50_000;

/// Token buckets by network address.
pub(crate) struct Limiter {
    burst: f64,
    per_ms: f64,
    buckets: Mutex<HashMap<IpAddr, (f64, Timestamp)>>,
}

impl Limiter {
    /// `per_minute` requests on average, twice as many at once. Zero: no limit.
    pub fn new(per_minute: u32) -> Self {
        let rate = f64::from(per_minute);
        Self { burst: rate * 2.0, per_ms: rate / 60_000.0, buckets: Mutex::default() }
    }

    /// Takes one token, or says how many seconds to wait.
    pub fn take(&self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        if self.per_ms == 0.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.burst);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(address).or_insert((self.burst, now));
        let tokens = self.filled(*bucket, now);
        if tokens < 1.0 {
            *bucket = (tokens, now);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small and positive
            return Err(((1.0 - tokens) / self.per_ms / 1000.0).ceil() as u64);
        }
        *bucket = (tokens - 1.0, now);
        Ok(())
    }

    #[allow(clippy::cast_precision_loss)] // milliseconds between two requests
    fn filled(&self, (tokens, at): (f64, Timestamp), now: Timestamp) -> f64 {
        (tokens + now.since(at).max(0) as f64 * self.per_ms).min(self.burst)
    }
}

/// What counts as one address: an IPv4 address, or the /64 of an IPv6 one.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(60);
        let (one, two) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let now = Timestamp(1_000_000);
        for _ in 0..120 {
            limiter.take(one, now).unwrap();
        }
        assert_eq!(limiter.take(one, now), Err(1));
        assert_eq!(limiter.take(two, now), Ok(()));
        assert_eq!(limiter.take(one, now.plus(1000)), Ok(()));
        assert_eq!(limiter.take(one, now.plus(1000)), Err(1));
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = Limiter::new(60);
        for n in 0..u32::try_from(MOST * 2).unwrap() {
            limiter.take(IpAddr::from(n.to_be_bytes()), Timestamp(0)).unwrap();
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MOST);
    }

    #[test]
    fn one_ipv6_customer_is_one_address() {
        let a: IpAddr = "2001:db8:1:2:3::4".parse().unwrap();
        let b: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(network(a), network(b));
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), IpAddr::from([10, 0, 0, 1]));
    }
}

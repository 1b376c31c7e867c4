//! Which addresses may be reached: public ones, and networks that the configuration names. So nobody makes the server ask
//! its own database, its neighbours or the cloud's metadata.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks besides the public ones.
#[derive(Clone, Debug, Default)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// From `10.1.0.0/16, 127.0.0.1/32`; empty: none.
    ///
    /// # Errors
    /// The part that is no network.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let one = |part: &str| {
            part.parse().map_err(|_| format!("{part:?}; expected a network such as 10.1.0.0/16"))
        };
        parts.map(one).collect::<Result<_, _>>().map(Self)
    }

    /// The configuration names it.
    pub fn names(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// It may be reached.
    pub fn reach(&self, address: IpAddr) -> bool {
        public(address) || self.names(address)
    }
}

/// An address of the public internet: none of the blocks of the IANA registries of special purpose.
pub fn public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // global unicast, less protocol assignments, documentation, and 6to4, which wraps an IPv4 address
    (0x2000..=0x3fff).contains(&a)
        && !(a == 0x2001 && (b < 0x200 || b == 0xdb8))
        && a != 0x2002
        && a != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_and_what_is_configured() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        for inside in [
            "127.0.0.1",
            "10.9.8.7",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "203.0.113.9",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001:0::1",
            "::7f00:1",
            "3fff::1",
        ] {
            assert!(!public(ip(inside)), "{inside}");
        }
        for outside in
            ["8.8.8.8", "172.15.0.1", "172.32.0.1", "223.255.255.255", "2400:3200::1", "2001:4860:4860::8888"]
        {
            assert!(public(ip(outside)), "{outside}");
        }
        let networks = Networks::parse("10.1.0.0/16, fd00::/8,").unwrap();
        assert!(
            networks.reach(ip("10.1.2.3"))
                && networks.reach(ip("::ffff:10.1.2.3"))
                && networks.reach(ip("fd00::1"))
        );
        assert!(
            !networks.reach(ip("10.2.0.1"))
                && !networks.names(ip("8.8.8.8"))
                && networks.reach(ip("8.8.8.8"))
        );
        assert!(Networks::parse("10.1.0.0").is_err() && Networks::parse("lan").is_err());
    }
}

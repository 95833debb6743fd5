use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses: those that begin with the same bits. Bits after the
/// prefix do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    pub(crate) address: IpAddr,
    pub(crate) prefix: u8,
}

impl Network {
    /// Reads CIDR notation, or one address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        let prefix = match prefix {
            // `parse` alone would take a sign.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|prefix| *prefix <= bits)?
            }
            Some(_) => return None,
            None => bits,
        };
        Some(Self { address, prefix })
    }

    /// Whether an address is in the range. An IPv4 address is in no IPv6
    /// range, not even as `::ffff:a.b.c.d`, and the other way round.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = Ipv4Addr::to_bits(own) ^ Ipv4Addr::to_bits(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = Ipv6Addr::to_bits(own) ^ Ipv6Addr::to_bits(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contains() {
        for (range, address, expected) in [
            ("0.0.0.0/0", "198.51.100.4", true),
            ("::/0", "198.51.100.4", false),
            ("::/0", "::1", true),
            ("203.0.113.99/24", "203.0.113.1", true),
            ("203.0.113.99/32", "203.0.113.1", false),
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "::ffff:10.0.0.1", false),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678:1::9", true),
            ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true),
        ] {
            let network = Network::parse(range).unwrap();
            assert_eq!(
                network.contains(address.parse().unwrap()),
                expected,
                "{range} {address}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_range() {
        for text in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0/8",
            "10.0.0.01",
            "10.0.0.0/8/8",
            "a",
            "10.0.0.0/ 8",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}

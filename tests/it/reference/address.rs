//! Addresses of IpAddress and NotIpAddress (IAM User Guide: Condition operators).

use std::net::IpAddr;

/// A range of addresses of one family: those that agree with `first` in the leading `prefix` bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    first: IpAddr,
    prefix: u32,
}

impl Range {
    /// Reads `ADDRESS/PREFIX`, or an address alone for the range of just itself. Bits of the address beyond the prefix
    /// do not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().ok()?;
        let longest = if first.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => longest,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok()?
            }
            Some(_) => return None,
        };
        (prefix <= longest).then_some(Self { first, prefix })
    }

    /// Whether `text` is an address of the range. Addresses compare by value; the families never meet, not even in an
    /// IPv4 address that is written inside IPv6 (open).
    pub(crate) fn holds(&self, text: &str) -> bool {
        match (self.first, text.parse()) {
            (IpAddr::V4(first), Ok(IpAddr::V4(address))) => {
                leading(first.to_bits().into(), 32 - self.prefix)
                    == leading(address.to_bits().into(), 32 - self.prefix)
            }
            (IpAddr::V6(first), Ok(IpAddr::V6(address))) => {
                leading(first.to_bits(), 128 - self.prefix)
                    == leading(address.to_bits(), 128 - self.prefix)
            }
            _ => false,
        }
    }
}

/// `bits` without the last `dropped`.
fn leading(bits: u128, dropped: u32) -> u128 {
    bits.checked_shr(dropped).unwrap_or(0)
}

#[test]
fn ranges_hold_addresses_by_value() {
    let holds = |range, address| Range::parse(range).is_some_and(|range| range.holds(address));
    for (range, address) in [
        ("203.0.113.0/24", "203.0.113.255"),
        ("203.0.113.99/24", "203.0.113.1"),
        ("0.0.0.0/0", "255.255.255.255"),
        ("::/0", "::ffff:10.0.0.1"),
        ("2001:DB8::/32", "2001:0db8:ffff::1"),
        ("10.0.0.1", "10.0.0.1"),
        ("::1/128", "0:0:0:0:0:0:0:1"),
    ] {
        assert!(holds(range, address), "{range} holds {address}");
    }
    for (range, address) in [
        ("203.0.113.0/24", "203.0.114.0"),
        ("10.0.0.1/32", "10.0.0.2"),
        ("0.0.0.0/0", "::1"),
        ("::/0", "10.0.0.1"),
        ("10.0.0.1", "::ffff:10.0.0.1"),
        ("10.0.0.0/33", "10.0.0.0"),
        ("10.0.0.0/", "10.0.0.0"),
        ("10.0.0.0/+8", "10.0.0.0"),
        ("10.0.0/8", "10.0.0.0"),
        ("010.0.0.1", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("*", "10.0.0.1"),
    ] {
        assert!(!holds(range, address), "{range} does not hold {address}");
    }
}

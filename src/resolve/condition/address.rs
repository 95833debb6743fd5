//! Addresses and ranges of them (IAM User Guide, "IP address condition
//! operators").

use core::net::IpAddr;

use ipnet::IpNet;

/// The range of a CIDR or of a single address.
pub(crate) fn parse(text: &str) -> Option<IpNet> {
    match text.split_once('/') {
        Some((_, prefix)) if prefix.starts_with('+') => None,
        Some(_) => text.parse().ok(),
        None => text.parse::<IpAddr>().ok().map(IpNet::from),
    }
}

/// Whether every address of the range is one that never travels the internet,
/// and so never is the source of a request as AWS sees it (IANA's registries of
/// special-purpose addresses).
pub(crate) fn is_private(range: &IpNet) -> bool {
    PRIVATE
        .iter()
        .filter_map(|text| text.parse::<IpNet>().ok())
        .any(|private| private.contains(range))
}

/// Whether a range has private addresses beside public ones, as `172.0.0.0/8`,
/// and is not so wide that no private one can be meant.
pub(crate) fn is_partly_private(range: &IpNet) -> bool {
    let is_wide = range.prefix_len() < if range.addr().is_ipv4() { 8 } else { 4 };
    let mut private = PRIVATE.iter().filter_map(|text| text.parse::<IpNet>().ok());
    !is_wide && !is_private(range) && private.any(|private| range.contains(&private))
}

const PRIVATE: [&str; 10] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "0.0.0.0/32",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
];

/// What two ranges have in common: ranges are nested or apart.
pub(super) fn intersection(one: &IpNet, other: &IpNet) -> Option<IpNet> {
    if one.contains(other) {
        Some(*other)
    } else if other.contains(one) {
        Some(*one)
    } else {
        None
    }
}

//! Where a request came from when it passed a proxy. Only a proxy that the operator named is believed, and only about the
//! one header that it writes: whoever reaches the program directly can write anything there.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};
use thiserror::Error;

/// A range of network addresses: "10.0.0.0/8", or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: u128,
    fixed: u128,
    v6: bool,
}

/// Not a range of network addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("write a network address such as 10.0.0.0/8 or ::1")]
pub struct NotANetwork;

impl std::str::FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().map_err(|_| NotANetwork)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let (bits, v6) = bits(address);
        let most = if v6 { 128 } else { 32 };
        let length = length.unwrap_or(most);
        if length > most {
            return Err(NotANetwork);
        }
        // The low bits of an IPv4 address are its own; all above them are the same for each.
        let free = most - length;
        let fixed = u128::MAX.checked_shl(free).unwrap_or(0);
        Ok(Self { first: bits & fixed, fixed, v6 })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        let (bits, v6) = bits(address);
        v6 == self.v6 && bits & self.fixed == self.first
    }
}

/// An address as a number; an IPv4 address that came in over IPv6 is the IPv4 address it is.
fn bits(address: IpAddr) -> (u128, bool) {
    match address.to_canonical() {
        IpAddr::V4(address) => (u128::from(u32::from(address)), false),
        IpAddr::V6(address) => (u128::from(address), true),
    }
}

/// Which header a proxy writes the address of its client into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, what nearly every proxy writes.
    #[default]
    ForwardedFor,
    /// `Forwarded` of RFC 7239.
    Forwarded,
}

/// The proxies whose word is taken.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Their networks; with none, headers are never read.
    pub trusted: Vec<Network>,
    /// What they write. Never two headers: a proxy passes on the one it does not know as its client wrote it.
    pub header: ProxyHeader,
}

impl Proxies {
    /// Where a request came from: the nearest address that is not a trusted proxy.
    #[must_use]
    pub fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer.to_canonical();
        if !self.trusts(nearest) {
            return nearest;
        }
        // Each proxy appends whom it heard: from the end, the first that is not ours is the last we can believe.
        for hop in self.hops(headers).iter().rev() {
            let Some(address) = hop else { break };
            nearest = *address;
            if !self.trusts(nearest) {
                break;
            }
        }
        nearest
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.holds(address))
    }

    /// Addresses in the order in which they were appended; `None` for one that cannot be read.
    fn hops(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ProxyHeader::ForwardedFor => HeaderName::from_static("x-forwarded-for"),
            ProxyHeader::Forwarded => HeaderName::from_static("forwarded"),
        };
        let lines = headers.get_all(name).into_iter().map(|line| line.to_str().unwrap_or_default());
        let elements = lines.flat_map(|line| line.split(','));
        elements
            .map(|element| match self.header {
                ProxyHeader::ForwardedFor => read(element),
                ProxyHeader::Forwarded => element.split(';').find_map(|pair| {
                    let (name, value) = pair.trim().split_once('=')?;
                    name.eq_ignore_ascii_case("for").then(|| read(value)).flatten()
                }),
            })
            .collect()
    }
}

/// An address with or without quotes, brackets and port.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let address = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None if text.matches(':').count() == 1 => text.split_once(':')?.0,
        None => text,
    };
    address.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proxies(trusted: &[&str], header: ProxyHeader) -> Proxies {
        Proxies { trusted: trusted.iter().map(|one| one.parse().unwrap()).collect(), header }
    }

    fn origin(proxies: &Proxies, peer: &str, name: &'static str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, line.parse().unwrap());
        }
        proxies.origin(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_is_believed_unless_named() {
        let none = Proxies::default();
        assert_eq!(origin(&none, "127.0.0.1", "x-forwarded-for", &["192.0.2.1"]), "127.0.0.1");
        let named = proxies(&["10.0.0.0/8"], ProxyHeader::ForwardedFor);
        assert_eq!(origin(&named, "11.0.0.1", "x-forwarded-for", &["192.0.2.1"]), "11.0.0.1");
        assert_eq!(origin(&named, "10.1.2.3", "forwarded", &["for=192.0.2.1"]), "10.1.2.3");
    }

    #[test]
    fn a_named_proxy_is_believed_about_whom_it_heard_and_no_further() {
        let named = proxies(&["10.0.0.0/8", "::1"], ProxyHeader::ForwardedFor);
        let of = |peer, lines: &[&str]| origin(&named, peer, "x-forwarded-for", lines);
        assert_eq!(of("10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(of("::ffff:10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(
            of("::1", &["6.6.6.6, 192.0.2.1, 10.9.9.9"]),
            "192.0.2.1",
            "what the client wrote is before it"
        );
        assert_eq!(of("10.0.0.1", &["6.6.6.6", "192.0.2.1:5123"]), "192.0.2.1");
        assert_eq!(of("10.0.0.1", &["6.6.6.6, rubbish"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
        let standard = proxies(&["10.0.0.1"], ProxyHeader::Forwarded);
        let line = "for=6.6.6.6, For=\"[2001:db8::7]:4711\";proto=https";
        assert_eq!(origin(&standard, "10.0.0.1", "forwarded", &[line]), "2001:db8::7");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/", "localhost", "10.0.0"] {
            assert_eq!(text.parse::<Network>(), Err(NotANetwork), "{text:?}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().holds("192.0.2.1".parse().unwrap()));
        assert!(!"0.0.0.0/0".parse::<Network>().unwrap().holds("2001:db8::1".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn a_header_of_any_kind_gives_an_address(line in "\\PC{0,80}", peer: [u8; 4]) {
            let mut headers = HeaderMap::new();
            if let Ok(value) = axum::http::HeaderValue::from_str(&line) {
                headers.insert("x-forwarded-for", value.clone());
                headers.insert("forwarded", value);
            }
            for header in [ProxyHeader::ForwardedFor, ProxyHeader::Forwarded] {
                let _ = proxies(&["0.0.0.0/0"], header).origin(IpAddr::from(peer), &headers);
            }
        }
    }
}

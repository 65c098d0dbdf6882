//! Addresses on the web, as people paste them.

use thiserror::Error;

/// The most characters an address may have.
pub const MAX_ADDRESS: usize = 2000;

/// Why something is not an address one can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LinkFault {
    /// Not `https:` or `http:`.
    #[error("an address starts with https:// or http://")]
    Scheme,
    /// No host, or white space or a control character within.
    #[error("not an address on the web")]
    Form,
    /// Longer than [`MAX_ADDRESS`].
    #[error("longer than {MAX_ADDRESS} characters")]
    TooLong,
}

/// Reads an address on the web. Nothing but `https:` and `http:` is one: `javascript:` would run as the reader.
///
/// # Errors
/// When it is another scheme, has no host, or cannot be kept.
pub fn parse(raw: &str) -> Result<String, LinkFault> {
    let address = raw.trim();
    if address.chars().count() > MAX_ADDRESS {
        return Err(LinkFault::TooLong);
    }
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    });
    let rest = rest.ok_or(LinkFault::Scheme)?;
    let odd = |character: char| {
        character.is_whitespace() || character.is_control() || "<>\"\\^`{|}".contains(character)
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if rest.contains(odd) || !host.contains('.') || host.starts_with('.') || host.contains('@') {
        return Err(LinkFault::Form);
    }
    Ok(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_the_web_are_kept_as_typed() {
        for good in ["https://www.rijksoverheid.nl/a?b=c#d", "HTTP://zoek.officielebekendmakingen.nl"] {
            assert_eq!(parse(&format!(" {good} ")).as_deref(), Ok(good));
        }
    }

    #[test]
    fn what_would_run_as_the_reader_is_no_address() {
        for bad in
            ["javascript:alert(1)", "JavaScript://x.nl/%0aalert(1)", "data:text/html,x", "www.nu.nl", "é"]
        {
            assert_eq!(parse(bad), Err(LinkFault::Scheme), "{bad}");
        }
    }

    #[test]
    fn an_address_without_host_or_with_white_space_is_refused() {
        for bad in
            ["https://", "https://localhost", "https://a b.nl", "https://a.nl/\0", "https://nu.nl@kwaad.nl/"]
        {
            assert_eq!(parse(bad), Err(LinkFault::Form), "{bad}");
        }
    }
}

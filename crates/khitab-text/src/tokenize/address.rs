//! Addresses of machines that are written with digits and letters a to f.

use core::net::{Ipv6Addr, SocketAddrV4};

/// `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`.
const LONGEST: usize = 45;

/// The end of the IPv6 or MAC address that starts at `start`, the length of a network included.
///
/// `text` must not go on a word or a number at `start`. An address of IPv6 has three groups at least or one
/// of four, or is `::1`, and a digit, so that neither `12::30` nor `face::dead` is one.
pub(crate) fn colons_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    let run = &rest[..rest.len().min(LONGEST + 1)];
    let part = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    let len = run.iter().position(|b| !part(b)).unwrap_or(run.len());
    // The stop of the sentence, or the colon before what an address is told of.
    let shorter = len - usize::from(matches!(run[..len].last(), Some(b'.' | b':')));
    let found = [len, shorter].into_iter().find(|&len| {
        !rest.get(len).is_some_and(u8::is_ascii_alphanumeric)
            && text
                .get(start..start + len)
                .is_some_and(|s| is_ipv6(s) || is_mac(s))
    })?;
    Some(network_end(text, start + found))
}

fn is_ipv6(text: &str) -> bool {
    let groups = || text.split(':').filter(|group| !group.is_empty());
    text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().filter(|b| *b == b':').nth(1).is_some()
        && (text == "::1" || groups().nth(2).is_some() || groups().any(|group| group.len() == 4))
        && text.parse::<Ipv6Addr>().is_ok()
}

/// Six pairs: `00:1B:44:11:3A:B7`.
fn is_mac(text: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    text.len() == 17 && text.split(':').count() == 6 && text.split(':').all(pair)
}

/// The end of `/64` behind an address, or of the address.
fn network_end(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].strip_prefix('/') else {
        return at;
    };
    match rest.bytes().take_while(u8::is_ascii_digit).count() {
        digits @ 1..=3 => at + 1 + digits,
        _ => at,
    }
}

/// Whether `text` is an address of IPv4, with a port or without.
pub(crate) fn is_ipv4(text: &str) -> bool {
    text.parse::<core::net::Ipv4Addr>().is_ok() || text.parse::<SocketAddrV4>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_what_looks_like_them() {
        for text in [
            "::1",
            "2001:db8::1",
            "fe80::1",
            "2001:db8::/32",
            "::ffff:192.0.2.1",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "00:1B:44:11:3A:B7",
        ] {
            assert_eq!(colons_end(text, 0), Some(text.len()), "{text}");
            assert_eq!(colons_end(&format!("{text}."), 0), Some(text.len()));
        }
        for text in [
            "",
            "1",
            "12:30",
            "12:30:45",
            "12::30",
            "a::b",
            "::",
            "::5",
            "dead",
            "2001:db8::1g",
            "1:2:3:4:5:6:7:8:9",
            "00:1B:44:11:3A",
            ":::1",
        ] {
            assert_eq!(colons_end(text, 0), None, "{text}");
        }
        assert_eq!(colons_end("fe80::1:", 0), Some(7));
        assert!(is_ipv4("192.0.2.1:80") && is_ipv4("192.0.2.1"));
        assert!(!is_ipv4("1.2.3") && !is_ipv4("300.0.2.1"));
    }
}

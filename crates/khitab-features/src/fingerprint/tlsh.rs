//! TLSH, the hash that platforms exchange; of the canonical form, because raw TLSH of Arabic
//! moves with every haraka.

use core::fmt;
use core::str::FromStr;

use tlsh2::{TlshDefault, TlshDefaultBuilder};

/// A TLSH with 128 buckets and one byte of checksum, written `T1` and 70 digits.
#[derive(Clone)]
pub struct Tlsh(TlshDefault);

impl Tlsh {
    /// Hashes a canonical form; `None` when it is too short or too monotonous (TLSH wants
    /// some 50 bytes and says no below).
    #[must_use]
    pub fn new(canonical: &str) -> Option<Self> {
        TlshDefaultBuilder::build_from(canonical.as_bytes()).map(Self)
    }

    /// The body of the hash, 128 buckets of two bits, sixteen bits at a time.
    #[cfg(feature = "exchange")]
    pub(crate) fn bands(&self) -> impl Iterator<Item = u16> {
        /// `T1`, then two digits each for checksum, length and quartiles.
        const HEAD: usize = 8;
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u16;
        let written = self.0.hash();
        (HEAD..written.len()).step_by(4).map(move |at| {
            written[at..at + 4]
                .iter()
                .fold(0, |band, &byte| band << 4 | digit(byte))
        })
    }

    /// The distance without the length of the texts, as ThreatExchange compares: up to 30
    /// is a match there, unrelated Arabic paragraphs begin at about 70.
    #[must_use]
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.diff(&other.0, false).unsigned_abs()
    }
}

impl fmt::Display for Tlsh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0.hash()))
    }
}

impl fmt::Debug for Tlsh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Tlsh {
    fn eq(&self, other: &Self) -> bool {
        self.0.hash() == other.0.hash()
    }
}

impl Eq for Tlsh {}

/// A string that is no `T1` and 70 hexadecimal digits in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTlsh;

impl fmt::Display for NoTlsh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tlsh is T1 and 70 hexadecimal digits in capitals")
    }
}

impl core::error::Error for NoTlsh {}

impl FromStr for Tlsh {
    type Err = NoTlsh;

    fn from_str(s: &str) -> Result<Self, NoTlsh> {
        let digits = s.strip_prefix("T1").ok_or(NoTlsh)?;
        let hexadecimal = |b: u8| b.is_ascii_digit() || (b'A'..=b'F').contains(&b);
        if digits.len() != 70 || !digits.bytes().all(hexadecimal) {
            return Err(NoTlsh);
        }
        s.parse().map(Self).map_err(|_| NoTlsh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_go_out_and_come_back() {
        let text = "وصل القطار الي المحطه متاخرا ساعه كامله بسبب الضباب الكثيف علي الطريق";
        let hash = Tlsh::new(text).unwrap();
        let written = hash.to_string();
        assert_eq!(written.len(), 72);
        let again: Tlsh = written.parse().unwrap();
        assert_eq!((again.distance(&hash), &again), (0, &hash));
        assert!(Tlsh::new("قصير").is_none());
        for broken in ["", "T1", &written[1..], &written.to_lowercase(), "T1صباح"] {
            assert!(broken.parse::<Tlsh>().is_err(), "{broken}");
        }
    }
}

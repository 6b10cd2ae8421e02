//! A fingerprint as files hold it.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Canonical, Fingerprint, MinHash, NoTlsh, SimHash, Tlsh};

/// Hashes in hexadecimal, with the version of the canonical form beside them.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Fingerprint")]
pub(super) struct Written {
    canonical: u32,
    words: usize,
    sha256: String,
    simhash: String,
    tlsh: Option<String>,
    minhash: Vec<u32>,
}

impl From<Fingerprint> for Written {
    fn from(print: Fingerprint) -> Self {
        Self {
            canonical: Canonical::VERSION,
            words: print.words,
            sha256: print.sha256_hex(),
            simhash: print.simhash.to_string(),
            tlsh: print.tlsh.as_ref().map(Tlsh::to_string),
            minhash: print.minhash.as_slice().to_vec(),
        }
    }
}

/// What is wrong with a written fingerprint.
#[derive(Debug)]
pub(super) enum Wrong {
    Version(u32),
    Sha256,
    SimHash,
    MinHash,
    Tlsh(NoTlsh),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => write!(
                f,
                "canonical form of version {version}, where this program writes version {}",
                Canonical::VERSION
            ),
            Self::Sha256 => f.write_str("sha256 is not 64 hexadecimal digits"),
            Self::SimHash => f.write_str("simhash is not 16 hexadecimal digits"),
            Self::MinHash => f.write_str("minhash is not 80 numbers"),
            Self::Tlsh(wrong) => wrong.fmt(f),
        }
    }
}

impl TryFrom<Written> for Fingerprint {
    type Error = Wrong;

    fn try_from(written: Written) -> Result<Self, Wrong> {
        if written.canonical != Canonical::VERSION {
            return Err(Wrong::Version(written.canonical));
        }
        let tlsh = written.tlsh.as_deref().map(str::parse);
        Ok(Self {
            words: written.words,
            sha256: bytes(&written.sha256).ok_or(Wrong::Sha256)?,
            simhash: bytes(&written.simhash)
                .map(|bytes| SimHash(u64::from_be_bytes(bytes)))
                .ok_or(Wrong::SimHash)?,
            tlsh: tlsh.transpose().map_err(Wrong::Tlsh)?,
            minhash: MinHash::from_slice(&written.minhash).ok_or(Wrong::MinHash)?,
        })
    }
}

/// Exactly `N` bytes in hexadecimal.
fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let digits = hex.chars().map(|c| c.to_digit(16));
    let digits: Vec<u32> = digits.collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let bytes: Vec<u8> = pairs.map(|pair| (pair[0] << 4 | pair[1]) as u8).collect();
    (digits.len() == 2 * N).then(|| bytes.try_into().ok())?
}

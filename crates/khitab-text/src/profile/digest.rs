//! A name for what a profile does, equal wherever it does the same.

use super::Profile;
use crate::normalize::{Mask, masks};
use crate::{Compat, Normalizer};

/// Raised when a step that looks at more than one character changes what it does.
const STEPS_VERSION: u32 = 1;
/// The same for the masks, so that a profile without them keeps its name.
const MASKS_VERSION: u32 = 2;
/// The same for what follows other toolkits.
const COMPAT_VERSION: u32 = 1;

impl Profile {
    /// The content hash of the profile: 32 hexadecimal digits.
    ///
    /// FNV-1a of 128 bits over the choices of all steps, the version of those that look at
    /// more than one character, and every single character that the profile changes with its
    /// outcome. Two versions of khitab that give the same hash normalise alike; a model file
    /// keeps the hash of the profile that it was trained with.
    ///
    /// ```
    /// use khitab_text::Profile;
    /// assert_ne!(Profile::LIGHT.digest(), Profile::SEARCH.digest());
    /// ```
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Fnv128::default();
        hash.write(&format!("khitab normalizer {STEPS_VERSION}\n"));
        if masks(self).iter().any(|mask| *mask != Mask::Keep) {
            hash.write(&format!("masks {MASKS_VERSION}\n"));
        }
        for (step, choice) in self.choices() {
            hash.write(&format!("{step}={choice}\n"));
        }
        for (c, text) in Normalizer::new(*self).replacements() {
            hash.write(&format!("{:X}>{text}\n", c as u32));
        }
        format!("{:032x}", hash.0)
    }
}

impl Compat {
    /// The content hash of the toolkit's normalisation: 32 hexadecimal digits.
    ///
    /// As [`Profile::digest`], over the toolkit's name, the version of our rendering of it and
    /// every single character that it changes.
    #[must_use]
    pub fn digest(self) -> String {
        let mut hash = Fnv128::default();
        hash.write(&format!(
            "khitab compat {COMPAT_VERSION} {}\n",
            self.as_str()
        ));
        for (c, text) in self.replacements() {
            hash.write(&format!("{:X}>{text}\n", c as u32));
        }
        format!("{:032x}", hash.0)
    }
}

/// FNV-1a as its authors define it for 128 bits.
struct Fnv128(u128);

impl Default for Fnv128 {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv128 {
    fn write(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 =
                (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hash that changes is a change of **Behaviour**: tell it in the changelog, then here.
    #[test]
    fn presets_normalise_as_they_did() {
        let hashes = [
            (Profile::LIGHT, "2fa37180777c78cf4a1c1d1e1fd0b9ee"),
            (Profile::SEARCH, "5d6c9513583a08ff9f9e8f8d2acef4d3"),
            (Profile::SOCIAL, "77b430d46aed51a6ddd8a3f8251a737d"),
            (Profile::STRICT, "06f1f8835524e027aa2e0a9262c7ff24"),
        ];
        for (profile, hash) in hashes {
            assert_eq!(profile.digest(), hash, "{profile:?}");
        }
    }

    #[test]
    fn toolkits_are_followed_as_they_were() {
        let hashes = [
            (Compat::Camel, "979256c3eeb1875072523fcf9660f10c"),
            (Compat::Arclean, "fc7fb4642025da8a799ca702694c7c15"),
            (Compat::PyArabic, "647c5b771f5d686871924b2af96c0ec4"),
            (Compat::Lucene, "88ac07b46e7151878b3aa03ace8e7191"),
            (Compat::ArabertV01, "440aebbd9e0a5e455ddb44ad6f29626f"),
            (Compat::ArabertV02, "4b1f927bb0a80b6ba29dac11e4395f4b"),
            (Compat::Araclean, "0334a03a855e192d41e9e2e5c6d827ad"),
        ];
        for (compat, hash) in hashes {
            assert_eq!(compat.digest(), hash, "{compat:?}");
        }
    }

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Fnv128::default();
        hash.write("a");
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}

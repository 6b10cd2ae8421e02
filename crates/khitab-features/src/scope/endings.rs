//! The last two letters of words: a quick no for most of the words that a rule looks for.

/// The last two letters of an Arabic word as a number; 0 for one letter.
pub(crate) const fn last_two(form: &str) -> u32 {
    match form.as_bytes().last_chunk() {
        Some(letters) => u32::from_le_bytes(*letters),
        None => 0,
    }
}

/// Whether a word ends in one of these.
#[inline]
pub(crate) fn ends_in<const N: usize>(form: &str, endings: &[u32; N]) -> bool {
    let last = last_two(form);
    endings
        .iter()
        .fold(false, |found, &ending| found | (ending == last))
}

/// The ends of words with a pronoun of the first or second person, of names of war and of قد.
pub(crate) const PRONOUNS: [u32; 8] = [
    last_two("نا"),
    last_two("كم"),
    last_two("تم"),
    FATHER[0],
    FATHER[1],
    FATHER[2],
    last_two("ام"),
    last_two("قد"),
];

/// The ends of أبو, أبي and أبا.
pub(crate) const FATHER: [u32; 3] = [last_two("بو"), last_two("بي"), last_two("با")];

/// The end of وزارة.
pub(crate) const MINISTRY: [u32; 1] = [last_two("ره")];

/// The ends of the words for works.
pub(crate) const WORKS: [u32; 4] = [
    last_two("دراسه"),
    last_two("تقرير"),
    last_two("تقريرا"),
    last_two("بحث"),
];

/// All of them: one look for all the rules that look for some.
pub(crate) static ENDINGS: Sieve = Sieve::new();

/// A bit for each place that an ending of a rule has.
pub(crate) struct Sieve([u32; 1 << (Sieve::BITS - 5)]);

impl Sieve {
    const BITS: u32 = 10;

    const fn new() -> Self {
        let lists: [&[u32]; 3] = [&PRONOUNS, &MINISTRY, &WORKS];
        let mut bits = [0; 1 << (Self::BITS - 5)];
        let mut list = 0;
        while list < lists.len() {
            let mut at = 0;
            while at < lists[list].len() {
                let place = Self::place(lists[list][at]);
                bits[place >> 5] |= 1 << (place & 31);
                at += 1;
            }
            list += 1;
        }
        Self(bits)
    }

    const fn place(ending: u32) -> usize {
        const SPREAD: u32 = 0x9E37_79B1;
        (ending.wrapping_mul(SPREAD) >> (u32::BITS - Self::BITS)) as usize
    }

    /// Whether a word may end in one of them; a few others share their places.
    #[inline]
    pub(crate) fn may_hold(&self, form: &str) -> bool {
        let place = Self::place(last_two(form));
        self.0[place >> 5] >> (place & 31) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ending_is_lost_and_most_others_are() {
        for form in ["كتابنا", "ابو", "وزاره", "بحث", "قد", "تقريرا"] {
            assert!(ENDINGS.may_hold(form), "{form}");
        }
        let places: u32 = ENDINGS.0.iter().map(|bits| bits.count_ones()).sum();
        assert!(places <= 13, "{places}");
    }
}

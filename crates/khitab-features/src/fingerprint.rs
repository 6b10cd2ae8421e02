//! Fingerprints: the same text under another spelling, another link, another platform.
//!
//! All of them are taken of one canonical form, so that the cheap disguises (tashkeel,
//! tatweel, ى for ي, ة for ه, drawn-out letters, punctuation, another link) change nothing.
//! Spans that belong to everybody (scripture, web furniture) can be left out.

#[cfg(test)]
mod artificial;
mod clusters;
mod minhash;
mod near;
mod simhash;
mod tlsh;
#[cfg(feature = "serde")]
mod written;

use core::fmt;

use khitab_text::{Span, TokenKind};
use sha2::{Digest, Sha256};

pub use clusters::{Clusterer, clusters, near_duplicate_groups};
pub use minhash::MinHash;
pub use near::{NearIndex, Neighbour};
pub use simhash::SimHash;
pub use tlsh::{NoTlsh, Tlsh};

use crate::ngrams::{hash_word, join_hashes};
use crate::{AnnotationSet, Document, Kind};

/// The words of a text and nothing else, spelled in one way.
///
/// Version 1: the tokens of the search profile that are words or numbers, those of hashtags
/// too; no links, addresses, mentions, punctuation or symbols; a letter repeated in a row
/// counts once (so that drawn-out words and doubled letters meet); one space between words.
///
/// ```
/// use khitab_features::{Canonical, Document};
/// let plain = Document::new("صباح الخير يا مدرسة https://example.org/1");
/// let other = Document::new("صبــاحُ الخيييير، يا مدرسه! https://example.org/2");
/// assert_eq!(Canonical::new(&plain, &[]), Canonical::new(&other, &[]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canonical {
    text: String,
    words: usize,
}

impl Canonical {
    /// Rises whenever the same text would get another canonical form.
    pub const VERSION: u32 = 1;

    /// Writes the words of `document` that touch no span of `left_out`.
    ///
    /// Words are taken as they are written and not as an evasion reader reads them: two platforms
    /// with other lists must get the same form.
    #[must_use]
    pub fn new(document: &Document<'_>, left_out: &[Span]) -> Self {
        if !document.disguises().is_empty() {
            return Self::new(&Document::plain(document.text().original()), left_out);
        }
        let mut left_out = left_out.to_vec();
        left_out.sort_unstable();
        let mut farthest = 0;
        let mut next = left_out.iter().peekable();
        let mut canonical = Self::default();
        let words = document.tokens().iter();
        let words = words.filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number));
        for token in words {
            // Words ascend, so do the spans that begin before one of them ends.
            while let Some(span) = next.next_if(|span| span.start() < token.span.end()) {
                farthest = farthest.max(span.end());
            }
            if token.span.start() >= farthest {
                canonical.push(token.normalized.of(document.text().normalized()));
            }
        }
        canonical
    }

    /// As [`Canonical::new`], without the scripture and the web furniture that `found` marks:
    /// what many texts share says nothing about where this one comes from.
    #[must_use]
    pub fn own_words(document: &Document<'_>, found: &AnnotationSet) -> Self {
        Self::new(document, &Self::shared_spans(found))
    }

    /// The spans that [`Canonical::own_words`] leaves out.
    #[must_use]
    pub fn shared_spans(found: &AnnotationSet) -> Vec<Span> {
        let of = |kind| found.of(kind).map(|annotation| annotation.span);
        of(Kind::Scripture).chain(of(Kind::Boilerplate)).collect()
    }

    fn push(&mut self, word: &str) {
        if self.words > 0 {
            self.text.push(' ');
        }
        let start = self.text.len();
        let mut last = None;
        for c in word.chars().filter(|c| c.is_alphanumeric()) {
            if last != Some(c) || c.is_numeric() {
                self.text.push(c);
            }
            last = Some(c);
        }
        match self.text.len() == start {
            true => self.text.truncate(start.saturating_sub(1)),
            false => self.words += 1,
        }
    }

    /// The words with one space between them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number of words.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words
    }

    /// The SHA-256 of the canonical form in UTF-8.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.text).into()
    }

    /// The pairs of neighbouring words as numbers; a single word stands for itself.
    ///
    /// Pairs, because they alone kept an article near its cut versions (SimHash distance 4 or
    /// less with a paragraph gone) and far from others (19 or more among 64 of one topic);
    /// single words share too much, triples break at every edit.
    pub(crate) fn pairs(&self) -> Vec<u64> {
        let words: Vec<u64> = self
            .text
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| hash_word(word.as_bytes()))
            .collect();
        match words.as_slice() {
            [only] => vec![*only],
            words => words.windows(2).map(|w| join_hashes(w[0], w[1])).collect(),
        }
    }
}

/// What is told to others about a text, so that they find it again without seeing it.
///
/// ```
/// use khitab_features::{Canonical, Document, Fingerprint};
/// let of = |text: &str| Fingerprint::new(&Canonical::new(&Document::new(text), &[]));
/// let first = of("خرج الأولاد إلى الحديقة صباحا ولعبوا بالكرة حتى الظهر ثم عادوا");
/// let second = of("خرج الأولاد الى الحديقةِ صباحا ولعبوا بالكرة حتى الظهر، ثم عادوا جميعا");
/// assert_ne!(first.sha256, second.sha256);
/// assert!(first.minhash.jaccard(&second.minhash) > 0.7);
/// ```
///
/// Files hold the hashes in hexadecimal with the version of the canonical form beside them; a file
/// of another version is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "written::Written"))]
#[cfg_attr(feature = "serde", serde(try_from = "written::Written"))]
pub struct Fingerprint {
    /// Equal only when the canonical forms are.
    pub sha256: [u8; 32],
    /// Few bits differ between long texts that differ a little.
    pub simhash: SimHash,
    /// Estimates the share of word pairs in common.
    pub minhash: MinHash,
    /// The locality sensitive hash that platforms exchange; needs some 50 bytes.
    pub tlsh: Option<Tlsh>,
    /// The words it was taken of.
    pub words: usize,
}

impl Fingerprint {
    /// Takes all fingerprints of a canonical form.
    #[must_use]
    pub fn new(canonical: &Canonical) -> Self {
        let pairs = canonical.pairs();
        Self {
            sha256: canonical.sha256(),
            simhash: SimHash::new(&pairs),
            minhash: MinHash::new(&pairs),
            tlsh: Tlsh::new(canonical.as_str()),
            words: canonical.words(),
        }
    }

    /// The exact hash in 64 hexadecimal digits.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        use fmt::Write as _;
        self.sha256.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Canonical {
        Canonical::new(&Document::new(text), &[])
    }

    #[test]
    fn disguises_change_nothing() {
        let plain = canonical("ذهب علي إلى المكتبة الكبيرة ومعه 100 كتاب");
        for disguised in [
            "ذَهَبَ عَلِيٌّ إلى المَكتَبَةِ الكبيرة ومعه 100 كتاب",
            "ذهـــب علـي إلى المكتبـــة الكبيرة ومعه 100 كتاب",
            "ذهب على الي المكتبه الكبيره ومعه ١٠٠ كتاب",
            "ذهبببب علي إلى المكتبةةة الكبييييرة ومعه 100 كتاب",
            "«ذهب علي»، إلى المكتبة... الكبيرة؛ ومعه (100) كتاب!!!",
            "@ali_1 ذهب علي إلى #المكتبة_الكبيرة ومعه 100 كتاب https://t.co/xyz",
            "ذهب\u{200F} علي\u{202B} إلى المكتبة الكبيرة\u{202C} ومعه 100 كتاب 🌟",
        ] {
            assert_eq!(canonical(disguised), plain);
        }
        assert_ne!(
            canonical("ذهب علي إلى المكتبة الكبيرة ومعه 1000 كتاب"),
            plain
        );
    }

    #[test]
    fn spans_can_be_left_out() {
        let text = "اقرأ أيضا: خبر آخر\nافتتحت البلدية الحديقة اليوم";
        let furniture = Span::new(0, text.find('\n').unwrap());
        let without = Canonical::new(&Document::new(text), &[furniture]);
        assert_eq!(without, canonical("افتتحت البلدية الحديقة اليوم"));
        let nested = [Span::new(4, 8), Span::new(0, furniture.end())];
        assert_eq!(Canonical::new(&Document::new(text), &nested), without);
    }

    #[test]
    fn nothing_has_a_fingerprint_that_matches_nothing() {
        let empty = canonical("!!! https://example.org");
        assert_eq!((empty.as_str(), empty.words()), ("", 0));
        let print = Fingerprint::new(&empty);
        assert_eq!(print.minhash.jaccard(&print.minhash), 0.0);
        assert_eq!(print.tlsh, None);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn files_hold_hexadecimal_and_the_version() {
        let print = Fingerprint::new(&canonical("نص قصير"));
        let json = serde_json::to_value(&print).unwrap();
        assert_eq!((&json["canonical"], &json["words"]), (&1.into(), &2.into()));
        assert_eq!(json["sha256"], print.sha256_hex());
        assert_eq!(json["simhash"], print.simhash.to_string());
        assert!(json["tlsh"].is_null());
        assert_eq!(json["minhash"].as_array().unwrap().len(), 80);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_fingerprint_comes_back_and_a_broken_one_is_refused() {
        let text = "افتتحت البلدية صباح اليوم الحديقة العامة الجديدة بحضور عدد كبير من الأهالي";
        for text in [text, "نص قصير", ""] {
            let print = Fingerprint::new(&canonical(text));
            let json = serde_json::to_string(&print).unwrap();
            assert_eq!(serde_json::from_str::<Fingerprint>(&json).unwrap(), print);
        }
        let json = serde_json::to_value(Fingerprint::new(&canonical(text))).unwrap();
        let wrong = |key: &str, value: serde_json::Value| {
            let mut json = json.clone();
            json[key] = value;
            let read = serde_json::from_value::<Fingerprint>(json);
            read.unwrap_err().to_string()
        };
        assert_eq!(
            wrong("canonical", 2.into()),
            "canonical form of version 2, where this program writes version 1"
        );
        assert_eq!(
            wrong("sha256", "zz".into()),
            "sha256 is not 64 hexadecimal digits"
        );
        assert_eq!(
            wrong("simhash", "x".into()),
            "simhash is not 16 hexadecimal digits"
        );
        assert_eq!(
            wrong("tlsh", "T1".into()),
            "a tlsh is T1 and 70 hexadecimal digits in capitals"
        );
        assert_eq!(
            wrong("minhash", vec![1].into()),
            "minhash is not 80 numbers"
        );
    }

    /// These values are exchanged: when they change, the version must rise.
    #[test]
    fn version_1_is_frozen() {
        let print = Fingerprint::new(&canonical(
            "افتتحت البلدية صباح اليوم الحديقة العامة الجديدة بحضور عدد كبير من الأهالي والأطفال",
        ));
        assert_eq!(Canonical::VERSION, 1);
        assert_eq!(print.words, 13);
        assert_eq!(
            print.sha256_hex(),
            "c8765058ccd54b94331b9636441b59bd3c9759ed812faac0a8e62e0a0d382a7f"
        );
        assert_eq!(print.simhash.to_string(), "019c1b00800e1215");
        assert_eq!(
            print.minhash.as_slice()[..3],
            [237335432, 414510169, 115161898]
        );
        assert_eq!(
            print.tlsh.unwrap().to_string(),
            "T1A0C02BF30C7004A00302CE11C012310FE1316E3383DAEC109C4B044046C78F6C48D830"
        );
    }
}

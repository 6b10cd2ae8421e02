//! Words of hashtags that were written without a space: `#الدولةالاسلامية`.
//!
//! A unigram model: of all ways to part the letters, the one whose words are the least
//! surprising together (Viterbi search, words of at most [`LONGEST`] letters, so linear in the
//! hashtag). How common a word is comes from outside, by [`Frequency`]; without it the shape of
//! Arabic words still tells much: ة and ى stand only at the end of a word, ال at its start.

use crate::{Span, Text, Token, TokenKind, Tokens};

/// How common a word is.
pub trait Frequency {
    /// Half-decades of occurrences in 10⁹ running words (1 to 15, twice the Zipf scale), or
    /// nothing for a word it does not know. The word comes without marks and tatweel.
    fn half_decades(&self, word: &str) -> Option<u8>;
}

impl<F: Fn(&str) -> Option<u8>> Frequency for F {
    fn half_decades(&self, word: &str) -> Option<u8> {
        self(word)
    }
}

impl Frequency for crate::Segmenter {
    fn half_decades(&self, word: &str) -> Option<u8> {
        crate::Segmenter::half_decades(self, word)
    }
}

/// Knows no word; only the shape of words tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct ShapeOnly;

impl Frequency for ShapeOnly {
    fn half_decades(&self, _: &str) -> Option<u8> {
        None
    }
}

/// Parts the words of hashtags.
///
/// ```
/// use khitab_text::HashtagSegmenter;
/// let tag = "الدولةالاسلامية";
/// let words = HashtagSegmenter::by_shape().segment(tag);
/// let words: Vec<&str> = words.iter().map(|span| span.of(tag)).collect();
/// assert_eq!(words, ["الدولة", "الاسلامية"]);
///
/// let known = |word: &str| matches!(word, "صباح" | "الخير").then_some(10);
/// let tag = "صباحالخير";
/// let words = HashtagSegmenter::new(known).segment(tag);
/// assert_eq!(words[1].of(tag), "الخير");
/// ```
#[derive(Clone, Debug)]
pub struct HashtagSegmenter<F = ShapeOnly> {
    frequency: F,
}

/// Letters of the longest word that is looked for.
const LONGEST: usize = 20;
/// The cost of a word that occurs once in 10⁹. Four less than its probability says: lists made
/// from the web hold glued words too, and in a hashtag the next word is always welcome.
const RAREST: u32 = 14;
/// An unknown word with an article, or without; more by every letter.
const DEFINITE: u32 = 20;
const DEFINITE_AND: u32 = 14;
const SHORT_DEFINITE: u32 = 24;
const UNKNOWN: u32 = 30;
const LETTER: u32 = 2;
/// An unknown word that holds the start of another one, or that start after "and".
const INNER_ARTICLE: u32 = 22;
const INNER_AND: u32 = 10;
/// A word of two letters that is none of [`TWO_LETTERS`].
const SHORT: u32 = 8;

/// The common words of two letters; other pairs of letters are nearly always part of a word.
const TWO_LETTERS: [&str; 30] = [
    "أب", "أخ", "أم", "أن", "أو", "أي", "إن", "اب", "اخ", "ام", "ان", "او", "اي", "بن", "رب", "عن",
    "في", "قد", "كل", "كم", "لا", "لم", "لن", "ما", "مع", "من", "هل", "هو", "هي", "يا",
];

impl HashtagSegmenter {
    /// Knows no word; goes by the shape of Arabic words.
    #[must_use]
    pub const fn by_shape() -> Self {
        Self {
            frequency: ShapeOnly,
        }
    }
}

impl<F: Frequency> HashtagSegmenter<F> {
    /// Asks `frequency` how common a word is.
    #[must_use]
    pub const fn new(frequency: F) -> Self {
        Self { frequency }
    }

    /// The words of `tag`, one piece of a hashtag without `#` and `_`; marks stay with their letter.
    #[must_use]
    pub fn segment(&self, tag: &str) -> Vec<Span> {
        let letters: Vec<Letter> = tag
            .char_indices()
            .map(|(at, c)| Letter {
                as_written: c,
                start: at,
            })
            .collect();
        self.part(letters, tag.len())
    }

    /// The same tokens, with every Arabic word inside of a hashtag parted.
    #[must_use]
    pub fn split(&self, text: &Text<'_>, tokens: &Tokens) -> Tokens {
        let mut out = Vec::with_capacity(tokens.len() + 4);
        for token in tokens {
            if token.inside && token.kind == TokenKind::Word {
                self.split_token(text, *token, &mut out);
            } else {
                out.push(*token);
            }
        }
        Tokens::new(out)
    }

    fn split_token(&self, text: &Text<'_>, token: Token, out: &mut Vec<Token>) {
        let base = token.normalized.start();
        // The normalised text may have lost the difference of ة and ه: the original tells.
        let letters: Vec<Letter> = token
            .normalized
            .of(text.normalized())
            .char_indices()
            .map(|(at, c)| {
                let span = Span::new(base + at, base + at + c.len_utf8());
                let original = text.to_original(span).of(text.original());
                Letter {
                    as_written: original.chars().next().unwrap_or(c),
                    start: at,
                }
            })
            .collect();
        let words = self.part(letters, token.normalized.len());
        if words.len() < 2 {
            out.push(token);
            return;
        }
        for word in words {
            let normalized = Span::new(base + word.start(), base + word.end());
            out.push(Token {
                span: text.to_original(normalized),
                normalized,
                ..token
            });
        }
    }

    /// The words of the letters, which end at byte `end`.
    fn part(&self, mut letters: Vec<Letter>, end: usize) -> Vec<Span> {
        letters.retain(|letter| !is_mark(letter.as_written));
        let arabic = |c: char| ('\u{0620}'..='\u{064A}').contains(&c);
        if letters.is_empty() || !letters.iter().all(|letter| arabic(letter.as_written)) {
            return vec![Span::new(0, end)];
        }
        let starts = self.best_starts(&letters);
        let mut spans = Vec::with_capacity(starts.len());
        let mut to = end;
        for &start in &starts {
            let from = if start == 0 { 0 } else { letters[start].start };
            spans.push(Span::new(from, to));
            to = from;
        }
        spans.reverse();
        spans
    }

    /// Where the words of the cheapest parting start, the last one first.
    fn best_starts(&self, letters: &[Letter]) -> Vec<usize> {
        let mut cost = vec![u32::MAX; letters.len() + 1];
        let mut start = vec![0; letters.len() + 1];
        cost[0] = 0;
        let mut buffer = String::with_capacity(2 * LONGEST);
        for from in 0..letters.len() {
            if cost[from] == u32::MAX {
                continue;
            }
            buffer.clear();
            let longest = letters.len().min(from + LONGEST);
            for to in from + 1..=longest {
                buffer.push(letters[to - 1].as_written);
                let total = cost[from].saturating_add(self.word_cost(&buffer, to - from));
                if total < cost[to] {
                    (cost[to], start[to]) = (total, from);
                }
                // ة and ى end a word; the letters of a suffix would have changed them.
                if matches!(letters[to - 1].as_written, 'ة' | 'ى') {
                    break;
                }
            }
        }
        let mut found = Vec::new();
        let mut at = letters.len();
        while at > 0 {
            at = start[at];
            found.push(at);
        }
        found
    }

    fn word_cost(&self, word: &str, letters: usize) -> u32 {
        let short = match letters {
            1 => return 3 * UNKNOWN,
            2 if TWO_LETTERS.binary_search(&word).is_err() => SHORT,
            _ => 0,
        };
        match self.frequency.half_decades(word) {
            Some(common) => RAREST.saturating_sub(u32::from(common)).max(1) + short,
            None => shape_cost(word, letters) + short,
        }
    }
}

/// One letter of a hashtag.
#[derive(Clone, Copy)]
struct Letter {
    /// As the original has it.
    as_written: char,
    /// Its first byte.
    start: usize,
}

fn is_mark(c: char) -> bool {
    c == '\u{0640}' || unicode_normalization::char::is_combining_mark(c)
}

/// The cost of a word that nobody knows.
fn shape_cost(word: &str, letters: usize) -> u32 {
    let stem = ["وال", "بال", "فال", "كال", "لل", "ال"]
        .iter()
        .find_map(|article| word.strip_prefix(article));
    let stem = stem.map_or(0, |stem| stem.chars().count());
    let inner = |joint: &str| {
        word.match_indices(joint)
            .any(|(at, _)| at >= 6 && word[at + joint.len()..].chars().nth(1).is_some())
    };
    let base = match stem {
        // "And the": more likely than a word that ends in و before a bare article.
        3.. if word.starts_with('و') => DEFINITE_AND,
        3.. => DEFINITE,
        2 => SHORT_DEFINITE,
        _ => UNKNOWN,
    };
    let article = if inner("ال") { INNER_ARTICLE } else { 0 };
    let and = if inner("وال") { INNER_AND } else { 0 };
    // At most LONGEST letters, so that the cast is exact.
    base + LETTER * letters as u32 + article + and
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Normalizer, Tokenizer};

    fn by_shape(tag: &str) -> Vec<&str> {
        let words = HashtagSegmenter::by_shape().segment(tag);
        words.iter().map(|span| span.of(tag)).collect()
    }

    #[test]
    fn two_letters_are_sorted() {
        assert!(TWO_LETTERS.is_sorted());
    }

    #[test]
    fn shape_alone_finds_articles_and_endings() {
        let cases: [&[&str]; 6] = [
            &["الدولة", "الاسلامية"],
            &["البيت", "الابيض"],
            &["الرجال", "المناضلون"],
            &["حملة", "النظافة"],
            &["الحب", "والسلام"],
            &["الحُبّ", "والسَلام"],
        ];
        for words in cases {
            assert_eq!(by_shape(&words.concat()), words);
        }
    }

    #[test]
    fn one_word_stays_one() {
        for word in [
            "الاحتفالات",
            "المسالمين",
            "الاحتمالين",
            "الطالبان",
            "العدالة",
            "مدرستنا",
        ] {
            assert_eq!(by_shape(word), [word]);
        }
    }

    #[test]
    fn frequencies_win_over_shape() {
        let lexicon = |word: &str| match word {
            "لن" => Some(12),
            "نرحل" => Some(6),
            "ابدا" => Some(9),
            "صباح" | "الخير" | "يا" | "وطني" => Some(12),
            _ => None,
        };
        let segmenter = HashtagSegmenter::new(lexicon);
        for words in [
            &["لن", "نرحل", "ابدا"][..],
            &["صباح", "الخير", "يا", "وطني"],
        ] {
            let tag = words.concat();
            let found = segmenter.segment(&tag);
            let found: Vec<&str> = found.iter().map(|span| span.of(&tag)).collect();
            assert_eq!(found, words);
        }
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn shipped_frequencies_part_tags_without_articles() {
        let segmenter = HashtagSegmenter::new(crate::Segmenter::standard());
        for words in [
            &["صباح", "الخير", "يا", "وطني"][..],
            &["شكرا", "لكم"],
            &["اليوم", "الوطني"],
            &["الدولة", "الاسلامية"],
            &["حملة", "نظافة", "المدينة"],
            &["السعودية"],
            &["المستشفيات"],
        ] {
            let tag = words.concat();
            let found = segmenter.segment(&tag);
            let found: Vec<&str> = found.iter().map(|span| span.of(&tag)).collect();
            assert_eq!(found, words);
        }
    }

    #[test]
    fn tokens_keep_the_way_back_when_the_text_was_folded() {
        let original = "هذه #الحملةالجديـــدة_اليوم";
        let text = Normalizer::search().normalize(original);
        let tokens = Tokenizer::social().tokenize(&text);
        let tokens = HashtagSegmenter::by_shape().split(&text, &tokens);
        let inside: Vec<&str> = tokens
            .iter()
            .filter(|t| t.inside)
            .map(|t| t.span.of(original))
            .collect();
        assert_eq!(inside, ["الحملة", "الجديـــدة", "اليوم"]);
        let folded: Vec<&str> = tokens
            .iter()
            .filter(|t| t.inside)
            .map(|t| t.normalized.of(text.normalized()))
            .collect();
        assert_eq!(folded, ["الحمله", "الجديده", "اليوم"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn words_cover_the_tag(tag in "[ا-يةى\u{064E}\u{0640}a-z0-9]{0,60}") {
            let words = HashtagSegmenter::by_shape().segment(&tag);
            let joined: String = words.iter().map(|span| span.of(&tag)).collect();
            prop_assert_eq!(joined, tag);
        }
    }
}

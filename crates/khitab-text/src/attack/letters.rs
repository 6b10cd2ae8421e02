//! What attacks do with the letters of a word. Nothing comes back where a word has none to work on.

use unicode_normalization::UnicodeNormalization;

/// Letters that do not join the next one: a tatweel after them would not be written.
const NON_JOINING: [char; 12] = ['ا', 'أ', 'إ', 'آ', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ى', 'ة'];

/// `sign` after every letter.
pub(super) fn after_letters(word: &str, sign: char) -> String {
    word.chars()
        .flat_map(|c| [Some(c), (c != ' ').then_some(sign)])
        .flatten()
        .collect()
}

/// `sign` between the letters of each word.
pub(super) fn between(word: &str, sign: char) -> String {
    let spread = |word: &str| {
        word.chars()
            .map(String::from)
            .collect::<Vec<_>>()
            .join(&sign.to_string())
    };
    let words: Vec<String> = word.split(' ').map(spread).collect();
    // Spaced words stay words where two blanks stand between them.
    words.join(if sign == ' ' { "  " } else { " " })
}

/// `sign` wherever the pen goes on from one letter to the next.
pub(super) fn stretched(word: &str, sign: char) -> Option<String> {
    let mut out = String::with_capacity(2 * word.len());
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        let joins = |c: char| c != ' ' && !NON_JOINING.contains(&c);
        if joins(c) && letters.peek().is_some_and(|next| *next != ' ') {
            out.push(sign);
        }
    }
    (out != word).then_some(out)
}

/// The first long vowel behind the first letter five times, or else the last letter.
pub(super) fn elongated(word: &str) -> Option<String> {
    let vowel = word
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, 'ا' | 'و' | 'ي'));
    let (at, letter) = vowel.or_else(|| word.char_indices().last())?;
    // A letter that stands twice already cannot be told from one that was drawn out.
    let twice = word[..at].ends_with(letter) || word[at + letter.len_utf8()..].starts_with(letter);
    (!twice).then(|| {
        let mut out = word.to_owned();
        out.insert_str(at, &letter.to_string().repeat(4));
        out
    })
}

pub(super) fn presentation(word: &str) -> Option<String> {
    let form = |c: char| {
        ('\u{FE70}'..='\u{FEF4}').find(|f| core::iter::once(*f).nfkc().eq(core::iter::once(c)))
    };
    replaced(word, form)
}

/// Every letter that `other` knows replaced; nothing when it knows none.
pub(super) fn replaced(word: &str, other: impl Fn(char) -> Option<char>) -> Option<String> {
    let new: String = word.chars().map(|c| other(c).unwrap_or(c)).collect();
    (new != word).then_some(new)
}

/// Letters of Persian and Urdu keyboards.
pub(super) fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'ك' => 'ک',
        'ي' | 'ى' => 'ی',
        'ه' => 'ہ',
        _ => return None,
    })
}

/// Letters of other languages with the same stroke and other dots.
pub(super) fn foreign(c: char) -> Option<char> {
    Some(match c {
        'ك' => '\u{06A9}',
        'ي' => '\u{06CC}',
        'ه' => '\u{06C1}',
        'ب' => '\u{0751}',
        'ت' => '\u{067F}',
        'ج' => '\u{0683}',
        'ح' => '\u{0772}',
        'د' => '\u{068A}',
        'ر' => '\u{0694}',
        'س' => '\u{075C}',
        'ش' => '\u{06FA}',
        'ع' => '\u{075D}',
        'ف' => '\u{06A3}',
        'ق' => '\u{06A7}',
        'ل' => '\u{06B5}',
        'م' => '\u{0765}',
        'ن' => '\u{0767}',
        'و' => '\u{06C6}',
        _ => return None,
    })
}

/// Every dot taken away, as in a hand of the first century.
pub(super) fn dotless(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let last = letters.get(at + 1).is_none_or(|c| *c == ' ');
        out.push(match c {
            'ب' | 'ت' | 'ث' => '\u{066E}',
            'ن' | 'ي' | 'ئ' if !last => '\u{066E}',
            'ن' => '\u{06BA}',
            'ي' => 'ى',
            'ج' | 'خ' => 'ح',
            'ذ' => 'د',
            'ز' => 'ر',
            'ش' => 'س',
            'ض' => 'ص',
            'ظ' => 'ط',
            'غ' => 'ع',
            'ف' => '\u{06A1}',
            'ق' if !last => '\u{06A1}',
            'ق' => '\u{066F}',
            'ة' => 'ه',
            c => *c,
        });
    }
    (out != word).then_some(out)
}

/// One letter inside of the word by one of another script.
pub(super) fn stand_in(word: &str) -> Option<String> {
    let other = |c: char| {
        Some(match c {
            'ا' => '\u{05DF}',
            'س' => '\u{05E1}',
            'ش' => '$',
            'ع' => '3',
            'ه' => '\u{043E}',
            'و' => '\u{05D5}',
            'ب' => '\u{05D1}',
            'ر' => '\u{05E8}',
            'ل' => '\u{05DC}',
            'م' => '\u{2D4E}',
            'ن' => '\u{0782}',
            'ت' => '\u{078C}',
            'ح' => '7',
            _ => return None,
        })
    };
    let last = word.chars().count().saturating_sub(1);
    let (at, c) = word
        .char_indices()
        .enumerate()
        .filter(|(n, _)| *n > 0 && *n < last)
        .find_map(|(_, (at, c))| Some((at, other(c)?)))?;
    Some(put(word, at, &c.to_string()))
}

/// The first `letter` inside of the word replaced by `sign`.
pub(super) fn inner(word: &str, letter: char, sign: &str) -> Option<String> {
    let bytes = word.len();
    let (at, _) = word.match_indices(letter).find(|(at, _)| {
        *at > 0 && at + 2 < bytes && !word[at + 2..].starts_with(' ') && !word[..*at].ends_with(' ')
    })?;
    Some(put(word, at, sign))
}

/// `word` with the two-byte letter at `at` replaced.
fn put(word: &str, at: usize, new: &str) -> String {
    format!("{}{new}{}", &word[..at], &word[at + 2..])
}

/// A single word in two pieces of two letters and more.
pub(super) fn cut(word: &str, sign: &str) -> Option<String> {
    let letters = word.chars().count();
    let at = word.char_indices().nth(letters / 2)?.0;
    (!word.contains(' ')).then(|| format!("{}{sign}{}", &word[..at], &word[at..]))
}

/// One of the ways to write it in Latin letters and digits.
pub(super) fn arabizi(word: &str) -> Option<String> {
    let latin: String = word
        .chars()
        .map(|c| match c {
            'ا' | 'أ' | 'إ' | 'آ' => "a",
            'ب' => "b",
            'ت' | 'ط' => "t",
            'ث' => "th",
            'ج' => "j",
            'ح' => "7",
            'خ' => "5",
            'د' | 'ض' => "d",
            'ذ' | 'ظ' => "dh",
            'ر' => "r",
            'ز' => "z",
            'س' | 'ص' => "s",
            'ش' => "sh",
            'ع' => "3",
            'غ' => "gh",
            'ف' => "f",
            'ق' => "q",
            'ك' => "k",
            'ل' => "l",
            'م' => "m",
            'ن' => "n",
            'ه' => "h",
            'ة' => "a",
            'و' => "o",
            'ي' => "i",
            _ => "?",
        })
        .collect();
    (!latin.contains('?')).then_some(latin)
}

//! What stands before a word and is written with it: particles and the article.

use super::letters::{ALEF, ALEF_WASLA, DAMMA, FATHA, KASRA, Letter, SUKUN};

/// The particles and the article at the start of a word.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// How many letters they take.
    pub(super) letters: usize,
    /// What is written for them.
    pub(super) latin: String,
    /// Whether the article is among them.
    pub(super) article: bool,
}

/// The family of والد, whose first letters are its own.
const NO_ARTICLE: [&str; 12] = [
    "والدين",
    "والدان",
    "والدها",
    "والدهم",
    "والدنا",
    "والدته",
    "والدتها",
    "والدتهم",
    "والدتي",
    "والديه",
    "والديها",
    "والديهم",
];

impl Lead {
    pub(super) fn of(word: &[Letter]) -> Self {
        let mut lead = Self::default();
        // A particle that carries its vowel is one; where none is written, a long word tells.
        let mut told = true;
        if let Some(latin) = particle(word, &[('و', FATHA, "wa-"), ('ف', FATHA, "fa-")]) {
            told &= word[0].vowel.is_some();
            lead.take(1, latin);
        }
        let rest = &word[lead.letters..];
        if let Some(god) = god(rest) {
            lead.take(rest.len(), &god);
            return lead;
        }
        let before = lead.letters;
        if let Some(latin) = particle(rest, &[('ب', KASRA, "bi-"), ('ك', FATHA, "ka-")]) {
            told &= rest[0].vowel.is_some();
            lead.take(1, latin);
        }
        let rest = &word[lead.letters..];
        let least = if told { 2 } else { 3 };
        let plain = |letter: &Letter| !letter.doubled && letter.vowel.is_none_or(|v| v == SUKUN);
        match rest {
            [alef, lam, rest @ ..]
                if alef.is_alef()
                    && (alef.vowel.is_none() || alef.vowel == Some(FATHA))
                    && lam.c == 'ل'
                    && plain(lam)
                    && rest.len() >= least
                    && (told || !family(word)) =>
            {
                lead.take(2, "al-");
                lead.article = true;
                lead
            }
            [li, lam, rest @ ..]
                if lead.letters == before
                    && li.c == 'ل'
                    && !li.doubled
                    && li.vowel.is_none_or(|v| v == KASRA)
                    && lam.c == 'ل'
                    && plain(lam)
                    && rest.len() >= if li.vowel.is_some() { 2 } else { 3 } =>
            {
                lead.take(2, "lil-");
                lead.article = true;
                lead
            }
            _ => before_joining_alef(word),
        }
    }

    fn take(&mut self, letters: usize, latin: &str) {
        self.letters += letters;
        self.latin.push_str(latin);
    }
}

/// The particle that a word may begin with: its letter bears its vowel or none.
fn particle(word: &[Letter], particles: &[(char, char, &'static str)]) -> Option<&'static str> {
    let first = word.first().filter(|first| !first.doubled)?;
    let found = particles
        .iter()
        .find(|(c, vowel, _)| first.c == *c && first.vowel.is_none_or(|v| v == *vowel));
    found.map(|(_, _, latin)| *latin)
}

fn family(word: &[Letter]) -> bool {
    let same = |one: &str| one.chars().eq(word.iter().map(|letter| letter.c));
    NO_ARTICLE.iter().any(|one| same(one))
}

/// The name of God, alone or after a preposition; its alef is never written.
fn god(word: &[Letter]) -> Option<String> {
    let letters: String = word.iter().map(|letter| letter.c).collect();
    let latin = match letters.as_str() {
        "الله" | "ٱلله" => "allāh",
        "بالله" | "بٱلله" => "billāh",
        "لله" => "lillāh",
        "اللهم" | "ٱللهم" => return Some("allāhumma".to_owned()),
        _ => return None,
    };
    let ending = word.last().map_or("", Letter::ending);
    Some(format!("{latin}{ending}"))
}

/// `wa-`, `bi-` and the like before an alef that no vowel can follow, so that it is no long one:
/// وَاسْتِعْمَال.
fn before_joining_alef(word: &[Letter]) -> Lead {
    let [first, alef, next, ..] = word else {
        return Lead::default();
    };
    let joins = matches!(alef.c, ALEF | ALEF_WASLA)
        && alef.vowel.is_none()
        && next.vowel == Some(SUKUN)
        && first.vowel.is_some();
    let latin = particle(
        word,
        &[
            ('و', FATHA, "wa-"),
            ('ف', FATHA, "fa-"),
            ('ك', FATHA, "ka-"),
            ('ب', KASRA, "bi-"),
            ('ل', KASRA, "li-"),
        ],
    );
    let mut lead = Lead::default();
    if let Some(latin) = latin.filter(|_| joins) {
        lead.take(1, latin);
    }
    lead
}

/// The vowel of a joining alef that begins a word and has none written: `u` where the first vowel
/// after it is a damma, else `i`. Nothing where the word does not tell that it joins.
pub(super) fn joining_vowel(word: &[Letter]) -> Option<&'static str> {
    let [alef, next, after, ..] = word else {
        return None;
    };
    let joins = alef.is_alef() && alef.vowel.is_none() && next.vowel == Some(SUKUN);
    joins.then_some(match after.vowel {
        Some(DAMMA) => "u",
        _ => "i",
    })
}

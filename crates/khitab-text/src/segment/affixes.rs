//! The clitics a word may wear, and every way to take them off.

use once_cell::sync::Lazy;

use super::letters::{Letters, Word};

/// A chain of clitics as written, and where one ends and the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Affix {
    pub(crate) letters: Letters,
    /// Letters of each clitic, in order; 0 after the last.
    pieces: [u8; 3],
}

impl Affix {
    fn of(pieces: &[&str]) -> Self {
        let mut lengths = [0; 3];
        let mut letters = Letters::EMPTY;
        for (length, piece) in lengths.iter_mut().zip(pieces) {
            let piece = Letters::of(piece);
            *length = piece.len() as u8;
            letters = letters.then(piece);
        }
        Self {
            letters,
            pieces: lengths,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.letters.len()
    }

    /// The letters of each clitic in order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = usize> + use<> {
        self.pieces
            .into_iter()
            .take_while(|&n| n > 0)
            .map(usize::from)
    }
}

/// The clitics of one variety of Arabic.
#[derive(Debug)]
pub(crate) struct Inventory {
    prefixes: Vec<Affix>,
    suffixes: Vec<Affix>,
    /// How many of the prefixes any word may wear; the others belong to the closed list.
    open: usize,
    /// Words with one reading: their folded letters and the reading.
    closed: Vec<(Letters, Analysis)>,
}

/// One way to read a word: numbers of a prefix and a suffix in the [`Inventory`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Analysis {
    pub(crate) prefix: u8,
    pub(crate) suffix: u8,
}

const PRONOUNS: [&str; 12] = [
    "ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "ي", "نا", "ني",
];

/// Modern Standard Arabic: `[و ف أ] [ب ل ك س] stem [pronoun]`, and أو / أف.
pub(crate) static STANDARD: Lazy<Inventory> = Lazy::new(|| {
    let mut prefixes = chains(&["", "و", "ف", "ا"], &["", "ب", "ل", "ك", "س"]);
    prefixes.extend([Affix::of(&["و", "ا"]), Affix::of(&["ف", "ا"])]);
    prefixes.extend([Affix::of(&["ا", "و"]), Affix::of(&["ا", "ف"])]);
    let mut suffixes = vec![Affix::of(&[])];
    suffixes.extend(PRONOUNS.iter().map(|pronoun| Affix::of(&[pronoun])));
    Inventory::new(prefixes, suffixes)
});

/// Spoken Arabic: also ه and ع before the article, ح ه غ ب before a verb, ش and د, م … ش, and
/// the dative pronoun after a verb.
pub(crate) static SPOKEN: Lazy<Inventory> = Lazy::new(|| {
    let inner = [
        "", "ب", "ل", "ك", "س", "ه", "ح", "ع", "م", "ش", "د", "ت", "غ", "ما",
    ];
    let mut prefixes = chains(&["", "و", "ف"], &inner);
    prefixes.push(Affix::of(&["ا"]));
    for (negation, verb) in [
        ("م", "ب"),
        ("م", "ه"),
        ("ما", "ب"),
        ("ما", "ك"),
        ("ما", "ه"),
    ] {
        prefixes.push(Affix::of(&[negation, verb]));
        prefixes.push(Affix::of(&["و", negation, verb]));
    }
    for preposition in ["ب", "ل", "ع"] {
        prefixes.push(Affix::of(&[preposition, "ه"]));
        prefixes.push(Affix::of(&["و", preposition, "ه"]));
    }
    let pronouns = [
        "ه", "ها", "هم", "هن", "ك", "كم", "كو", "كن", "ي", "نا", "ني", "و", "هو", "هما",
    ];
    let mut suffixes = vec![Affix::of(&[]), Affix::of(&["ش"])];
    for pronoun in pronouns {
        suffixes.push(Affix::of(&[pronoun]));
        suffixes.push(Affix::of(&[pronoun, "ش"]));
        if !matches!(pronoun, "ني" | "هو" | "هما") {
            suffixes.push(Affix::of(&["ل", pronoun]));
            suffixes.push(Affix::of(&["ل", pronoun, "ش"]));
        }
    }
    Inventory::new(prefixes, suffixes)
});

/// Words that the ranker is not asked about, the last piece the stem: من and عن lose their noon
/// before ما and من; فيما, "while", is one word in 16 of 18 places of the treebanks; لله hides the
/// article of الله.
const CLOSED: [&[&str]; 15] = [
    &["ل", "له"],
    &["و", "ل", "له"],
    &["ف", "ل", "له"],
    &["م", "ما"],
    &["م", "من"],
    &["ع", "ما"],
    &["ع", "من"],
    &["و", "م", "ما"],
    &["و", "م", "من"],
    &["و", "ع", "ما"],
    &["و", "ع", "من"],
    &["ف", "م", "ما"],
    &["فيما"],
    &["و", "فيما"],
    &["ف", "فيما"],
];

fn chains(outer: &[&str], inner: &[&str]) -> Vec<Affix> {
    let mut all = Vec::new();
    for first in outer {
        for second in inner {
            let pieces: Vec<&str> = [*first, *second]
                .into_iter()
                .filter(|p| !p.is_empty())
                .collect();
            all.push(Affix::of(&pieces));
        }
    }
    all.sort_by_key(Affix::len);
    all
}

impl Inventory {
    fn new(mut prefixes: Vec<Affix>, suffixes: Vec<Affix>) -> Self {
        let open = prefixes.len();
        let mut closed = Vec::new();
        for pieces in CLOSED {
            let [prefix @ .., _] = pieces else { continue };
            let prefix = Affix::of(prefix);
            let known = prefixes.iter().position(|other| *other == prefix);
            let number = known.unwrap_or(prefixes.len());
            if known.is_none() {
                prefixes.push(prefix);
            }
            let analysis = Analysis {
                prefix: number as u8,
                suffix: 0,
            };
            closed.push((Letters::of(&pieces.concat()), analysis));
        }
        Self {
            prefixes,
            suffixes,
            open,
            closed,
        }
    }

    /// The reading of a word of the closed list.
    pub(crate) fn closed(&self, word: Word) -> Option<Analysis> {
        let found = self
            .closed
            .iter()
            .find(|(letters, _)| *letters == word.folded);
        found.map(|&(_, analysis)| analysis)
    }

    /// Calls `found` with every analysis that leaves a stem; "no clitics" comes first.
    pub(crate) fn analyses(&self, word: Word, mut found: impl FnMut(Analysis)) {
        let word = word.folded;
        for (s, suffix) in self.suffixes.iter().enumerate() {
            if !word.ends_with(suffix.letters) {
                continue;
            }
            for (p, prefix) in self.prefixes[..self.open].iter().enumerate() {
                if prefix.len() + suffix.len() < word.len() && word.starts_with(prefix.letters) {
                    found(Analysis {
                        prefix: p as u8,
                        suffix: s as u8,
                    });
                }
            }
        }
    }

    /// The analysis with these clitics, if any word may wear them.
    pub(crate) fn find(&self, prefix: Letters, suffix: Letters) -> Option<Analysis> {
        let number = |affixes: &[Affix], letters| affixes.iter().position(|a| a.letters == letters);
        Some(Analysis {
            prefix: number(&self.prefixes[..self.open], prefix)? as u8,
            suffix: number(&self.suffixes, suffix)? as u8,
        })
    }

    /// How many prefixes and suffixes there are.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.prefixes.len(), self.suffixes.len())
    }

    pub(crate) fn prefix(&self, analysis: Analysis) -> &Affix {
        &self.prefixes[analysis.prefix as usize]
    }

    pub(crate) fn suffix(&self, analysis: Analysis) -> &Affix {
        &self.suffixes[analysis.suffix as usize]
    }

    /// Inner boundaries in letters.
    pub(crate) fn cuts(&self, analysis: Analysis, len: usize) -> Vec<usize> {
        let ends = |affix: &Affix| {
            let mut end = 0;
            affix
                .pieces()
                .map(|n| {
                    end += n;
                    end
                })
                .collect::<Vec<_>>()
        };
        let mut cuts = ends(self.prefix(analysis));
        let stem_end = len - self.suffix(analysis).len();
        let mut last = stem_end;
        for end in ends(self.suffix(analysis)) {
            cuts.push(last);
            last = stem_end + end;
        }
        cuts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(inventory: &Inventory, word: &str) -> Vec<Vec<usize>> {
        let word = Word::read(word).expect("arabic");
        let mut all = Vec::new();
        inventory.analyses(word, |a| all.push(inventory.cuts(a, word.len())));
        all
    }

    #[test]
    fn every_analysis_of_a_word() {
        let all = cuts(&STANDARD, "وبكتابها");
        assert_eq!(all[0], Vec::<usize>::new());
        for want in [vec![1], vec![1, 2], vec![6], vec![1, 6], vec![1, 2, 6]] {
            assert!(all.contains(&want), "{want:?}");
        }
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn a_stem_is_left() {
        assert_eq!(cuts(&STANDARD, "له"), [vec![], vec![1], vec![1]]);
        assert_eq!(cuts(&STANDARD, "و"), [Vec::<usize>::new()]);
    }

    #[test]
    fn spoken_chains() {
        assert!(cuts(&SPOKEN, "مابيقولولهاش").contains(&vec![2, 3, 8, 9, 11]));
        assert!(cuts(&SPOKEN, "هالبيت").contains(&vec![1]));
    }

    #[test]
    fn affixes_are_distinct() {
        for inventory in [&*STANDARD, &*SPOKEN] {
            for affixes in [&inventory.prefixes, &inventory.suffixes] {
                assert!(affixes.len() < 256 && affixes[0].len() == 0);
                for (at, affix) in affixes.iter().enumerate() {
                    assert!(affixes[..at].iter().all(
                        |other| other.letters != affix.letters || other.pieces != affix.pieces
                    ));
                }
            }
        }
    }
}

//! All lists over one text in one pass.

use std::sync::{Arc, OnceLock};

use super::inflect::After;
use super::trie::{Trie, char_at};
use super::written::{Reading, Written, WrittenForms};
use super::{Entry, Lexicon, WordClass};
use crate::clitics::{Admit, Proclitics, Split, Start, is_pronoun, starts};
use crate::confirm::ConfirmedSplits;
use crate::{Document, Error, Gazetteer, Name};
use khitab_text::{Span, Text, Token, TokenKind};

/// What a [`Hit`] is a hit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An entry of a cue list.
    Cue {
        /// The list, in the order they were given.
        list: u32,
        /// The entry of that list.
        entry: u32,
    },
    /// A variant of the gazetteer.
    Name {
        /// The variant, as in [`Gazetteer::variants`].
        variant: u32,
    },
}

/// Words of a text that a list or the gazetteer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which entry.
    pub target: Target,
    /// Bytes of the original: whole words, clitics included.
    pub span: Span,
    /// Bytes of the normalised text: the words without clitics.
    pub core: Span,
    /// The proclitics in the original.
    pub proclitics: Option<Span>,
    /// The pronoun in the original.
    pub enclitics: Option<Span>,
    /// Whether it begins inside a hashtag.
    pub hashtag: bool,
}

/// Finds all entries of all lists and of the gazetteer in one pass.
///
/// A hit covers whole words. It never begins or ends inside one, except behind and before the
/// clitics that the class of its entry takes. Of the hits of one list that overlap, the first
/// and then the longest stands; hits of different lists stand side by side. A word that some list
/// holds whole is not cut into clitics for another, except after an article.
///
/// ```
/// use khitab_features::{Document, Lexicon, Matcher};
/// let list = Lexicon::from_tsv(
///     "tea.tsv",
///     "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\nشاي\tشاي\t1\tnoun\n",
/// )?;
/// let matcher = Matcher::new(vec![list], Default::default());
/// let text = "وبالشاي شاينا والشايع";
/// let found = matcher.find(&Document::new(text));
/// let surfaces: Vec<&str> = found.iter().map(|hit| hit.span.of(text)).collect();
/// assert_eq!(surfaces, ["وبالشاي", "شاينا"]);
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Clone)]
pub struct Matcher {
    lexicons: Vec<Lexicon>,
    gazetteer: Gazetteer,
    trie: Trie,
    forms: WrittenForms,
    readings: Vec<Reading>,
    admit: Arc<dyn Admit>,
}

/// A reading at a place, before the readings of one word are weighed against each other.
#[derive(Clone, Copy, Debug)]
struct Found {
    target: Target,
    class: WordClass,
    start: Start,
    end: usize,
    word_end: usize,
}

impl Found {
    fn is_whole(&self) -> bool {
        self.start.proclitics == Proclitics::NONE && self.end == self.word_end
    }

    fn list(&self) -> usize {
        match self.target {
            Target::Name { .. } => 0,
            Target::Cue { list, .. } => list as usize + 1,
        }
    }
}

impl Matcher {
    /// Builds the automaton of `lexicons` and `gazetteer`.
    #[must_use]
    pub fn new(lexicons: Vec<Lexicon>, gazetteer: Gazetteer) -> Self {
        let rows = gazetteer.variants().len() + lexicons.iter().map(Lexicon::len).sum::<usize>();
        let mut written = Written::with_capacity(rows);
        for (variant, entry) in (0..).zip(gazetteer.variants()) {
            written.add(Target::Name { variant }, entry);
        }
        for (list, lexicon) in (0..).zip(&lexicons) {
            for (entry, row) in (0..).zip(lexicon.entries()) {
                written.add(Target::Cue { list, entry }, row);
            }
        }
        let (forms, readings) = written.sorted();
        Self {
            trie: Trie::new(&forms.iter().collect::<Vec<_>>()),
            lexicons,
            gazetteer,
            forms,
            readings,
            admit: Arc::new(ConfirmedSplits::default()),
        }
    }

    /// All cue lists and gazetteers that khitab ships, built once.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Matcher> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            // A test loads every shipped file; a broken one cannot reach a release.
            let (lexicons, gazetteer) = shipped_lists().unwrap_or_default();
            Self::new(lexicons, gazetteer)
        })
    }

    /// Lets `admit` decide about cuts into clitics, in place of [`ConfirmedSplits`].
    #[must_use]
    pub fn with_admit(mut self, admit: impl Admit + 'static) -> Self {
        self.admit = Arc::new(admit);
        self
    }

    /// What decides about cuts.
    pub(crate) fn admit_version(&self) -> String {
        self.admit.version()
    }

    /// The cue lists, in the order of [`Target::Cue`].
    #[must_use]
    pub fn lexicons(&self) -> &[Lexicon] {
        &self.lexicons
    }

    /// The names, in the order of [`Target::Name`].
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Every written form that can stand as a word or phrase of its own, normalised.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        let stands = |reading: &Reading| reading.after != After::OnlyPronoun;
        (0..self.forms.len())
            .filter(move |&form| self.readings[self.forms.readings(form)].iter().any(stands))
            .map(|form| self.forms.text(form))
    }

    /// The list and the entry of a cue hit.
    #[must_use]
    pub fn cue(&self, hit: &Hit) -> Option<(&Lexicon, &Entry)> {
        let Target::Cue { list, entry } = hit.target else {
            return None;
        };
        let list = self.lexicons.get(list as usize)?;
        Some((list, list.entries().get(entry as usize)?))
    }

    /// The name and the variant of a gazetteer hit.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> Option<(&Name, &Entry)> {
        let Target::Name { variant } = hit.target else {
            return None;
        };
        let entry = self.gazetteer.variants().get(variant as usize)?;
        Some((self.gazetteer.named(variant)?, entry))
    }

    /// Finds all hits, in order of their start. The cost is linear in the length of the text.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Hit> {
        let text = document.text();
        // About one word in three is a hit of some list.
        let mut hits = Vec::with_capacity(document.tokens().len() / 3);
        let mut cuts = Vec::new();
        let mut found = Vec::new();
        let mut taken = vec![0; self.lexicons.len() + 1];
        for token in document.tokens() {
            if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                continue;
            }
            let normalized = text.normalized();
            let end = token.normalized.end();
            starts(normalized, token.normalized.start(), &mut cuts);
            for &cut in &cuts {
                // A Latin name behind an Arabic particle, وTwitter, is a token of its own.
                let latin =
                    || char_at(normalized, cut.at).is_some_and(|(c, _)| c.is_ascii_alphabetic());
                if cut.at < end || (cut.at == end && latin()) {
                    self.read(text, token, cut, &mut found);
                }
            }
            if !found.is_empty() {
                weigh(&mut found);
                self.take(text, token, &mut found, &mut taken, &mut hits);
            }
        }
        hits
    }

    /// Adds every reading of the word whose stem begins at `cut`.
    fn read(&self, text: &Text<'_>, token: &Token, cut: Start, found: &mut Vec<Found>) {
        let normalized = text.normalized();
        self.trie.walk(normalized, cut.at, |form, end| {
            let pronoun_end = pronoun_end(text, end);
            // Most forms that are found only begin a longer word.
            if pronoun_end.is_none() && !self.forms.is_open(form as usize) {
                return;
            }
            for reading in &self.readings[self.forms.readings(form as usize)] {
                let open = reading.after == After::Letters;
                let Some(word_end) = pronoun_end.or_else(|| open.then(|| letters_end(text, end)))
                else {
                    continue;
                };
                if !reading.class.takes(cut.proclitics) {
                    continue;
                }
                let one = Found {
                    target: reading.target,
                    class: reading.class,
                    start: cut,
                    end: if open { word_end } else { end },
                    word_end,
                };
                if reading.allows(&one) && (one.is_whole() || self.admits(text, token, &one)) {
                    found.push(one);
                }
            }
        });
    }

    fn admits(&self, text: &Text<'_>, token: &Token, found: &Found) -> bool {
        let start = token.normalized.start();
        let normalized = text.normalized();
        written_as_proclitics(text, token, found.start)
            && self.admit.admits(&Split {
                word: &normalized[start..found.word_end],
                original: whole(text, token, found.word_end).of(text.original()),
                proclitics: &normalized[start..found.start.at],
                stem: &normalized[found.start.at..found.end],
                enclitic: &normalized[found.end..found.word_end],
                class: found.class,
            })
    }

    /// Turns the readings of one word into hits: the longest of each list, if it is still free.
    fn take(
        &self,
        text: &Text<'_>,
        token: &Token,
        found: &mut Vec<Found>,
        taken: &mut [usize],
        hits: &mut Vec<Hit>,
    ) {
        let start = token.normalized.start();
        let original = |start: usize, end: usize| {
            (start < end).then(|| text.to_original(Span::new(start, end)))
        };
        let mut last = None;
        for one in found.drain(..) {
            let list = one.list();
            if last == Some(list) || taken[list] > start {
                continue;
            }
            last = Some(list);
            taken[list] = one.word_end;
            if matches!(one.target, Target::Name { variant } if self.gazetteer.named(variant).is_none())
            {
                continue;
            }
            hits.push(Hit {
                target: one.target,
                span: whole(text, token, one.word_end),
                core: Span::new(one.start.at, one.end),
                proclitics: original(start, one.start.at),
                enclitics: original(one.end, one.word_end),
                hashtag: token.inside,
            });
        }
    }
}

impl core::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Matcher")
            .field("lexicons", &self.lexicons.len())
            .field("names", &self.gazetteer.names().len())
            .field("forms", &self.forms.len())
            .finish_non_exhaustive()
    }
}

impl Reading {
    fn allows(&self, found: &Found) -> bool {
        let proclitics = found.start.proclitics;
        let before = if self.behind_lam {
            proclitics.contains(Proclitics::LAM) && !proclitics.contains(Proclitics::ARTICLE)
        } else {
            true
        };
        let after = match self.after {
            After::Nothing => found.end == found.word_end,
            After::Pronoun => {
                found.end == found.word_end || !proclitics.contains(Proclitics::ARTICLE)
            }
            After::Letters => true,
            After::OnlyPronoun => {
                found.end < found.word_end && !proclitics.contains(Proclitics::ARTICLE)
            }
        };
        before && after && self.class.takes(proclitics)
    }
}

/// The place in the original from the start of `token` to a byte of the normalised text.
fn whole(text: &Text<'_>, token: &Token, end: usize) -> Span {
    if end == token.normalized.end() {
        token.span
    } else {
        text.to_original(Span::new(token.normalized.start(), end))
    }
}

/// Sorts the readings of one word by list, longest first, and lets whole words win.
fn weigh(found: &mut Vec<Found>) {
    if found.len() == 1 {
        return;
    }
    let whole = found
        .iter()
        .filter(|one| one.is_whole())
        .map(|one| one.end)
        .max();
    if let Some(whole) = whole {
        found.retain(|one| {
            one.is_whole()
                || one.word_end > whole
                || one.class == WordClass::Particle
                || one.start.proclitics.contains(Proclitics::ARTICLE)
        });
    }
    found.sort_by_key(|one| {
        (
            one.list(),
            core::cmp::Reverse(one.word_end),
            one.start.at,
            one.target,
        )
    });
}

/// Where the word ends whose stem ends at `end`: there, or behind a pronoun.
fn pronoun_end(text: &Text<'_>, end: usize) -> Option<usize> {
    /// Bytes of the longest pronoun, هما.
    const LONGEST: usize = 6;
    let normalized = text.normalized();
    // The next letter of a longer word nearly always tells.
    match char_at(normalized, end) {
        None => return Some(end),
        Some((c, _)) if !is_letter(c) => return Some(end),
        Some((c, _)) if !matches!(c, 'ه' | 'ك' | 'ن' | 'ي') => return None,
        _ => {}
    }
    let mut at = end;
    while let Some((c, len)) = char_at(normalized, at) {
        if !is_letter(c) {
            break;
        }
        at += len;
        if at - end > LONGEST {
            return None;
        }
    }
    let rest = &normalized[end..at];
    // قتلة is not قتل with a pronoun, though both are written قتله after normalisation.
    let marbuta = rest == "ه" && first_letter(text, end) == Some('ة');
    (is_pronoun(rest) && !marbuta).then_some(at)
}

/// Whether a character goes on with a word; Arabic and ASCII are told without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\u{0621}'..='\u{064A}' | 'a'..='z' => true,
        '\0'..='\u{7F}' => c.is_ascii_uppercase(),
        _ => c.is_alphanumeric() && !c.is_numeric(),
    }
}

/// Where the letters end that go on at `end`.
fn letters_end(text: &Text<'_>, end: usize) -> usize {
    let mut at = end;
    while let Some((_, len)) = char_at(text.normalized(), at).filter(|(c, _)| is_letter(*c)) {
        at += len;
    }
    at
}

/// Whether the original writes the alef of a question as أ and that of an article without hamza.
fn written_as_proclitics(text: &Text<'_>, token: &Token, cut: Start) -> bool {
    let start = token.normalized.start();
    let first = || token.span.of(text.original()).chars().next().map(plain);
    let question = cut.proclitics.contains(Proclitics::QUESTION);
    if question && first() != Some('أ') {
        return false;
    }
    let article = cut.proclitics.contains(Proclitics::ARTICLE)
        && text.normalized()[start..cut.at].ends_with("ال");
    let alef = || match cut.at - 4 {
        at if at == start => first(),
        at => first_letter(text, at),
    };
    !article || !matches!(alef(), Some('أ' | 'إ' | 'آ'))
}

/// The letter of the original behind a byte of the normalised text.
fn first_letter(text: &Text<'_>, at: usize) -> Option<char> {
    let (_, len) = char_at(text.normalized(), at)?;
    let span = text.to_original(Span::new(at, at + len));
    span.of(text.original()).chars().next().map(plain)
}

/// The letter that is meant by the fixed shapes of those that normalising folds.
const fn plain(c: char) -> char {
    match c {
        '\u{FE81}' | '\u{FE82}' => 'آ',
        '\u{FE83}' | '\u{FE84}' => 'أ',
        '\u{FE87}' | '\u{FE88}' => 'إ',
        '\u{FE93}' | '\u{FE94}' => 'ة',
        c => c,
    }
}

fn shipped_lists() -> Result<(Vec<Lexicon>, Gazetteer), Error> {
    let lexicons = khitab_data::LEXICONS
        .iter()
        .map(|(name, text)| Lexicon::from_tsv(name, text))
        .collect::<Result<_, _>>()?;
    let mut gazetteer = Gazetteer::default();
    for (name, text) in khitab_data::GAZETTEERS {
        gazetteer.extend_from_tsv(name, text)?;
    }
    Ok((lexicons, gazetteer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces<'t>(rows: &str, text: &'t str) -> Vec<&'t str> {
        let head = "# name: t\npattern\tlemma\tweight\tclass\tinflect\tnotes\n";
        let list = Lexicon::from_tsv("t", &format!("{head}{rows}")).unwrap();
        let matcher = Matcher::new(vec![list], Gazetteer::default());
        let found = matcher.find(&Document::new(text));
        found.iter().map(|hit| hit.span.of(text)).collect()
    }

    fn names<'t>(rows: &str, text: &'t str) -> Vec<&'t str> {
        let head = "id\ttype\tcanonical\tvariant\tclass\tnotes\n";
        let gazetteer = Gazetteer::from_tsv("g", &format!("{head}{rows}")).unwrap();
        let matcher = Matcher::new(Vec::new(), gazetteer);
        let found = matcher.find(&Document::new(text));
        found.iter().map(|hit| hit.span.of(text)).collect()
    }

    #[test]
    fn clitics_follow_the_class() {
        let text = "دعاية ودعايتها بالدعاية للدعاية دعايات لدعايتهم الدعايتها";
        assert_eq!(
            surfaces("دعاية\t\t\tnoun\tfplural\n", text),
            [
                "دعاية",
                "ودعايتها",
                "بالدعاية",
                "للدعاية",
                "دعايات",
                "لدعايتهم"
            ]
        );
        assert_eq!(
            surfaces("قال\t\t\tverb\tperfect\n", "وقالت فقالوا سقال بقال"),
            ["وقالت", "فقالوا", "سقال"]
        );
        assert_eq!(
            surfaces("قتل\t\t\tnoun\n", "قتله قتلة أقتل بقتلهم"),
            ["قتله", "بقتلهم"]
        );
    }

    #[test]
    fn names_are_cut_with_care() {
        let rows = "w\tapp\tواتساب\tواتساب\nw\t\t\tاتساب\ni\tplace\tالعراق\tالعراق\n";
        assert_eq!(
            names(rows, "واتساب وواتساب للعراق والعراق العراقية لعراق"),
            ["واتساب", "وواتساب", "للعراق", "والعراق"]
        );
        assert_eq!(
            names("t\tapp\tTwitter\tTwitter\n", "وTwitter twitters"),
            ["وTwitter"]
        );
    }

    #[test]
    fn guards_stop_a_cut() {
        let rows = "x\tplace\tالد\tالد\ng\tguard\tg\tوالد\n";
        assert_eq!(names(rows, "والد الد"), ["الد"]);
    }

    #[test]
    fn phrases_cross_blanks_and_underscores() {
        let rows = "الدولة الإسلامية\t\t\tphrase\n";
        assert_eq!(
            surfaces(rows, "بالدولة  الاسلامية #الدولة_الإسلامية للدولة\nالإسلامية"),
            ["بالدولة  الاسلامية", "الدولة_الإسلامية", "للدولة\nالإسلامية"]
        );
        assert_eq!(
            surfaces("عمل صالح\t\t\tphrase\n", "عمل صالحها وعمل صالح"),
            ["وعمل صالح"]
        );
        assert_eq!(
            surfaces("عمل صالح\t\t\tphrase+\n", "عمل صالحهم"),
            ["عمل صالحهم"]
        );
    }

    #[test]
    fn the_longest_of_one_list_stands() {
        let rows = "خلافة\t\t\tnoun\nدولة الخلافة\t\t\tphrase\n";
        assert_eq!(
            surfaces(rows, "دولة الخلافة والخلافة"),
            ["دولة الخلافة", "والخلافة"]
        );
    }

    #[test]
    fn articles_and_questions_are_read_in_the_original() {
        assert_eq!(surfaces("غاء\t\t\tnoun\n", "إلغاء الغاء"), ["الغاء"]);
        assert_eq!(
            names("a\tapp\tفيسبوك\tفيسبوك\n", "أفيسبوك إفيسبوك"),
            ["أفيسبوك"]
        );
    }

    #[test]
    fn clitic_spans_lie_in_the_original() {
        let text = "وبِدِعَايَتِــهِم";
        let matcher = Matcher::new(
            vec![Lexicon::new(
                "t",
                vec![Entry {
                    pattern: "دعاية".to_owned(),
                    lemma: "دعاية".to_owned(),
                    weight: 1.0,
                    class: WordClass::Noun,
                    inflection: crate::lexicon::Inflection::NONE,
                    notes: String::new(),
                }],
            )],
            Gazetteer::default(),
        );
        let document = Document::new(text);
        let hit = matcher.find(&document)[0];
        assert_eq!(hit.span.of(text), text);
        assert_eq!(hit.proclitics.unwrap().of(text), "وبِ");
        assert_eq!(hit.enclitics.unwrap().of(text), "هِم");
        assert_eq!(hit.core.of(document.text().normalized()), "دعايت");
    }

    #[test]
    fn everything_shipped_builds() {
        let (lexicons, gazetteer) = shipped_lists().expect("shipped files are well formed");
        assert_eq!(lexicons.len(), Matcher::shipped().lexicons().len());
        assert_eq!(
            gazetteer.names().len(),
            Matcher::shipped().gazetteer().names().len()
        );
    }
}

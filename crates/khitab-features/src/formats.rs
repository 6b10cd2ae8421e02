//! Lexicons in the formats that people have.

mod delimited;
mod dic;
mod yaml;

use crate::{Entry, Error, Inflection, Lexicon, WordClass};

/// A published format of lexicons.
///
/// Each gives one [`Lexicon`] a category, because a word counts once in each of its categories.
/// The lists themselves are not shipped; a file comes from its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// AraHate (Albadi 2018): CSV, `term` and a score of PMI, chi-square or BNS.
    AraHate,
    /// HurtLex (Bassignana 2018): TSV, `id pos category stereotype lemma level`.
    HurtLex,
    /// The Grievance Dictionary (van der Vegt 2021): CSV with `category`, `word` and a rating.
    /// Its words are stems: from four letters on they match as beginnings of words.
    Grievance,
    /// The NRC emotion lexicon (Mohammad 2013): TSV, either `word emotion 0|1` or a table of
    /// emotions with the words of a language in its last column.
    Nrc,
    /// LIWC `.dic`: categories between two lines of `%`, then words with category numbers.
    Liwc,
    /// A quanteda dictionary in YAML: categories, possibly nested, with lists of words.
    Quanteda,
}

impl Lexicon {
    /// Reads a published format; `file` is only used in messages.
    ///
    /// Words in Arabic letters take the clitics of their class; other words match as written. A
    /// final `*` stands for any rest of a word.
    ///
    /// ```
    /// use khitab_features::{Lexicon, LexiconFormat};
    /// let text = "%\n1\ttea\n%\nشاي\t1\ninfus*\t1\n";
    /// let lists = Lexicon::read(LexiconFormat::Liwc, "drinks.dic", text)?;
    /// assert_eq!((lists[0].name(), lists[0].entries().len()), ("tea", 2));
    /// # Ok::<(), khitab_features::Error>(())
    /// ```
    ///
    /// # Errors
    /// The first line that breaks a rule of the format, with its number.
    pub fn read(format: Format, file: &str, text: &str) -> Result<Vec<Self>, Error> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut lists = Lists {
            file,
            lists: Vec::new(),
        };
        match format {
            Format::AraHate => delimited::arahate(&mut lists, text)?,
            Format::HurtLex => delimited::hurtlex(&mut lists, text)?,
            Format::Grievance => delimited::grievance(&mut lists, text)?,
            Format::Nrc => delimited::nrc(&mut lists, text)?,
            Format::Liwc => dic::read(&mut lists, text)?,
            Format::Quanteda => yaml::read(&mut lists, text)?,
        }
        if lists.lists.is_empty() {
            return Err(Error::whole(file, "there is no word in it"));
        }
        Ok(lists.lists)
    }
}

/// The lists of a file as they grow.
struct Lists<'f> {
    file: &'f str,
    lists: Vec<Lexicon>,
}

impl Lists<'_> {
    fn error(&self, line: usize, rule: impl Into<String>) -> Error {
        Error::at(self.file, line, rule)
    }

    fn number(&self, line: usize, text: &str) -> Result<f64, Error> {
        let number = text.trim().parse().ok().filter(|n: &f64| n.is_finite());
        number.ok_or_else(|| self.error(line, format!("`{text}` is not a number")))
    }

    /// Adds a word of which only the spelling is known.
    fn word(&mut self, line: usize, category: &str, word: &str, weight: f64) -> Result<(), Error> {
        self.add(line, category, word, weight, class_of(word), String::new())
    }

    /// Adds a word to the list of a category.
    fn add(
        &mut self,
        line: usize,
        category: &str,
        word: &str,
        weight: f64,
        class: WordClass,
        notes: String,
    ) -> Result<(), Error> {
        let word = word.trim();
        let stem = word.strip_suffix('*').unwrap_or(word);
        if stem.trim().is_empty() {
            return Err(self.error(line, "the word is empty"));
        }
        if stem.contains(['*', '?']) {
            let rule = format!("`{word}`: only a final `*` stands for letters");
            return Err(self.error(line, rule));
        }
        let at = self.lists.iter().position(|list| list.name() == category);
        let at = at.unwrap_or_else(|| {
            self.lists.push(Lexicon::new(category, Vec::new()));
            self.lists.len() - 1
        });
        self.lists[at].push(Entry {
            pattern: word.to_owned(),
            lemma: stem.to_owned(),
            weight,
            class,
            inflection: Inflection::NONE,
            notes,
        });
        Ok(())
    }
}

/// The class of a word of which only the spelling is known.
fn class_of(word: &str) -> WordClass {
    let arabic = |c: char| ('\u{0600}'..='\u{06FF}').contains(&c);
    match word.trim() {
        word if !word.contains(arabic) => WordClass::Exact,
        word if word.contains([' ', '_']) => WordClass::Phrase,
        _ => WordClass::Noun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Gazetteer, Matcher};

    fn names(format: Format, text: &str) -> Vec<(String, Vec<String>)> {
        let lists = Lexicon::read(format, "f", text).unwrap();
        let words = |list: &Lexicon| list.entries().iter().map(|e| e.pattern.clone()).collect();
        lists
            .iter()
            .map(|list| (list.name().to_owned(), words(list)))
            .collect()
    }

    fn wrong(format: Format, text: &str) -> String {
        Lexicon::read(format, "f", text).unwrap_err().to_string()
    }

    fn list(name: &str, words: &[&str]) -> (String, Vec<String>) {
        (
            name.to_owned(),
            words.iter().map(|&word| word.to_owned()).collect(),
        )
    }

    #[test]
    fn arahate() {
        let text = "term,pmi_score\nشاي,1.5\nقهوة مرة,-0.25\n";
        let lists = Lexicon::read(Format::AraHate, "f", text).unwrap();
        assert_eq!(lists[0].name(), "pmi_score");
        assert_eq!(lists[0].entries()[1].weight, -0.25);
        assert_eq!(lists[0].entries()[1].class, WordClass::Phrase);
        assert_eq!(
            wrong(Format::AraHate, "term,score\nشاي,x\n"),
            "f line 2: `x` is not a number"
        );
        assert_eq!(
            wrong(Format::AraHate, "شاي,1\n"),
            "f line 1: the column row must be `term,...score`"
        );
        assert_eq!(
            wrong(Format::AraHate, "term,score\nشاي\n"),
            "f line 2: 1 cells where 2 are named"
        );
    }

    #[test]
    fn hurtlex() {
        let head = "id\tpos\tcategory\tstereotype\tlemma\tlevel\n";
        let text =
            format!("{head}AR1\tn\tan\tno\tدب\tinclusive\nAR2\tv\tps\tyes\tنام\tconservative\n");
        assert_eq!(
            names(Format::HurtLex, &text),
            [list("an", &["دب"]), list("ps", &["نام"])]
        );
        let lists = Lexicon::read(Format::HurtLex, "f", &text).unwrap();
        assert_eq!(lists[1].entries()[0].class, WordClass::Verb);
        assert_eq!(
            lists[1].entries()[0].notes,
            "level=conservative,stereotype=yes"
        );
        let text = format!("{head}AR1\tn\tan\tno\tدب\n");
        assert_eq!(
            wrong(Format::HurtLex, &text),
            "f line 2: 5 cells where 6 are named"
        );
    }

    #[test]
    fn grievance() {
        let text = "\"\",\"category\",\"word\",\"mean_rating\"\n\"1\",\"calm\",\"restful\",8.5\n\"2\",\"calm\",\"nap\",7\n";
        assert_eq!(
            names(Format::Grievance, text),
            [list("calm", &["restful*", "nap"])]
        );
        let text = text.replace("8.5", "high");
        assert_eq!(
            wrong(Format::Grievance, &text),
            "f line 2: `high` is not a number"
        );
    }

    #[test]
    fn nrc() {
        assert_eq!(
            names(Format::Nrc, "tea\tjoy\t1\ntea\tfear\t0\nرعد\tfear\t1\n"),
            [list("joy", &["tea"]), list("fear", &["رعد"])]
        );
        let table = "English Word\tjoy\tfear\tArabic Word\ntea\t1\t0\tشاي\nthunder\t0\t1\tرعد\n";
        assert_eq!(
            names(Format::Nrc, table),
            [list("joy", &["شاي"]), list("fear", &["رعد"])]
        );
        assert_eq!(
            wrong(Format::Nrc, "tea\tjoy\t2\n"),
            "f line 1: `2` is neither 0 nor 1"
        );
        assert_eq!(
            wrong(Format::Nrc, "tea joy 1\n"),
            "f line 1: 1 cells where 3 are named"
        );
    }

    #[test]
    fn liwc() {
        let text = "%\n1\tdrink\n22\thot\n%\nشاي\t1\t22\ncoff*\t1\n";
        assert_eq!(
            names(Format::Liwc, text),
            [list("drink", &["شاي", "coff*"]), list("hot", &["شاي"])]
        );
        assert_eq!(
            wrong(Format::Liwc, "شاي\t1\n"),
            "f line 1: the categories must stand between two lines of `%`"
        );
        assert_eq!(
            wrong(Format::Liwc, "%\n1\tdrink\n"),
            "f: the second line of `%` is missing"
        );
        assert_eq!(
            wrong(Format::Liwc, "%\n1\tdrink\n%\nشاي\t2\n"),
            "f line 4: category `2` is not declared"
        );
        assert_eq!(
            wrong(Format::Liwc, "%\n1\tdrink\n%\nشاي\n"),
            "f line 4: `شاي` has no category"
        );
        assert_eq!(
            wrong(Format::Liwc, "%\n1\tdrink\n%\nc*f\t1\n"),
            "f line 4: `c*f`: only a final `*` stands for letters"
        );
    }

    #[test]
    fn quanteda() {
        let text = "# ours\ndrink:\n  hot:\n    - شاي\n    - \"قهوة مرة\"\n  cold: [ماء, 'عصير']\nfood:\n- خبز\n";
        assert_eq!(
            names(Format::Quanteda, text),
            [
                list("drink/hot", &["شاي", "قهوة مرة"]),
                list("drink/cold", &["ماء", "عصير"]),
                list("food", &["خبز"]),
            ]
        );
        assert_eq!(
            wrong(Format::Quanteda, "- شاي\n"),
            "f line 1: a word before any category"
        );
        assert_eq!(
            wrong(Format::Quanteda, "a:\n\t- شاي\n"),
            "f line 2: a tab in the indentation"
        );
        assert_eq!(
            wrong(Format::Quanteda, "a:\n  - &x شاي\n"),
            "f line 2: `&x شاي` is beyond the YAML that dictionaries use"
        );
        assert_eq!(
            wrong(Format::Quanteda, "a: [شاي\n"),
            "f line 1: the list is not closed"
        );
        assert_eq!(
            wrong(Format::Quanteda, "شاي\n"),
            "f line 1: neither `category:` nor `- word`"
        );
        assert_eq!(wrong(Format::Quanteda, "a:\n"), "f: there is no word in it");
    }

    #[test]
    fn a_final_star_stands_for_any_rest() {
        let lists = Lexicon::read(Format::Liwc, "f", "%\n1\ta\n%\ninfus*\t1\nشا*\t1\n").unwrap();
        let matcher = Matcher::new(lists, Gazetteer::default());
        let text = "infusions, infus confuse وشاربين شا بشاربهم";
        let found = matcher.find(&Document::new(text));
        let found: Vec<&str> = found.iter().map(|hit| hit.span.of(text)).collect();
        assert_eq!(found, ["infusions", "infus", "وشاربين", "شا", "بشاربهم"]);
    }
}

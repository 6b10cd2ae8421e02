//! Words with their clitics marked, from the files in which they are published.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::spoken;

/// One running word and where it is cut, in letters, marks not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// As it stands in the text.
    pub word: String,
    /// Inner boundaries.
    pub cuts: Vec<usize>,
}

impl Gold {
    pub(super) fn of(segments: &[&str]) -> Self {
        let mut cuts = Vec::new();
        let mut at = 0;
        for segment in segments {
            at += letters(segment);
            cuts.push(at);
        }
        cuts.pop();
        Self {
            word: segments.concat(),
            cuts,
        }
    }
}

/// Letters of a word, marks and tatweel not counted.
pub fn letters(word: &str) -> usize {
    word.chars().filter(|&c| !is_mark(c)).count()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}')
}

pub(super) fn is_arabic(word: &str) -> bool {
    let letter = |c: char| matches!(c, '\u{0621}'..='\u{0652}' | '\u{0670}' | '\u{0671}');
    !word.is_empty() && word.chars().all(letter)
}

/// Reads a gold file by the end of its name: `.conllu`, `.ref` (WikiNews: segments and tags),
/// `.txt` and `.3` (the two sets of dialect tweets of QCRI), or TSV with `word<TAB>seg+seg`.
///
/// # Errors
///
/// When the file cannot be read, or a TSV line has no tab or segments that are not its word.
pub fn read(path: &Path) -> Result<Vec<Gold>, String> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    match path.extension().and_then(|e| e.to_str()) {
        Some("conllu") => Ok(conllu(&text)),
        Some("ref") => Ok(wikinews(&text)),
        Some("txt") => Ok(spoken::tagged(&text)),
        Some("3") => Ok(spoken::characters(&text)),
        _ => tsv(&text).map_err(|(line, rule)| format!("{name} line {line}: {rule}")),
    }
}

fn tsv(text: &str) -> Result<Vec<Gold>, (usize, &'static str)> {
    let mut gold = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let (word, segments) = line.split_once('\t').ok_or((at + 1, "there is no tab"))?;
        let segments = segments.split('\t').next().unwrap_or_default();
        let found = Gold::of(&segments.split('+').collect::<Vec<_>>());
        if found.word != word {
            return Err((at + 1, "the segments joined are not the word"));
        }
        gold.push(found);
    }
    Ok(gold)
}

/// Runs of Arabic words with no space between them: each run is one word of the text, its words
/// are the segments.
fn conllu(text: &str) -> Vec<Gold> {
    let mut gold = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut close = |run: &mut Vec<&str>| {
        if !run.is_empty() {
            gold.push(Gold::of(run));
            run.clear();
        }
    };
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, .., misc] = columns.as_slice() else {
            close(&mut run);
            continue;
        };
        if !id.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        if is_arabic(form) {
            run.push(form);
        }
        if !is_arabic(form) || !misc.contains("SpaceAfter=No") {
            close(&mut run);
        }
    }
    close(&mut run);
    gold.retain(|gold| letters(&gold.word) > 0);
    gold
}

/// The reference of WikiNews cuts finer: its article and endings go back to the stem. نا and ي
/// after a verb stay too, because there it does not tell subject from object.
fn wikinews(text: &str) -> Vec<Gold> {
    let plain = |word: &str| word.chars().all(|c| matches!(c, '\u{0621}'..='\u{064A}'));
    text.lines()
        .skip(1)
        .filter_map(|line| {
            let (segments, tags) = line.split_once('\t')?;
            let mut segments: Vec<&str> = segments.split('+').collect();
            for at in 1..segments.len() {
                if segments[at] == "ال" && segments[at - 1] == "ل" {
                    segments[at] = "ل";
                }
            }
            let word = segments.concat();
            let tags: Vec<&str> = tags.split('\t').next()?.split('+').collect();
            let cuts = clitic_cuts(&segments, &tags);
            (!word.is_empty() && plain(&word)).then_some(Gold { word, cuts })
        })
        .collect()
}

fn clitic_cuts(segments: &[&str], tags: &[&str]) -> Vec<usize> {
    const PROCLITICS: [&str; 5] = ["CONJ", "PREP", "FUT_PART", "PART", "JUS"];
    const PRONOUNS: [&str; 12] = [
        "ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "ي", "نا", "ني",
    ];
    let last = segments.len() - 1;
    let proclitic = |at: usize| {
        at < last
            && letters(segments[at]) == 1
            && tags.get(at).is_some_and(|t| PROCLITICS.contains(t))
    };
    let count = (0..last).take_while(|&at| proclitic(at)).count();
    let mut cuts: Vec<usize> = (1..=count).collect();
    let pronoun = last > count
        && tags.len() == segments.len()
        && tags[last] == "PRON"
        && PRONOUNS.contains(&segments[last]);
    let after_verb =
        last > 0 && tags.get(last - 1) == Some(&"V") && matches!(segments[last], "نا" | "ي");
    if pronoun && !after_verb {
        cuts.push(segments[..last].iter().map(|s| letters(s)).sum());
    }
    cuts
}

/// How well answers agree with the gold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    tokens: usize,
    right: usize,
    unseen: usize,
    unseen_right: usize,
    found: usize,
    told: usize,
    there: usize,
}

impl Score {
    /// What stands above [`Score::row`].
    pub const HEADER: &str = " tokens  accuracy        f1    unseen   words";

    /// Adds one word.
    pub fn add(&mut self, gold: &Gold, cuts: &[usize], seen: bool) {
        let right = usize::from(gold.cuts == cuts);
        self.tokens += 1;
        self.right += right;
        if !seen {
            self.unseen += 1;
            self.unseen_right += right;
        }
        self.found += cuts.iter().filter(|cut| gold.cuts.contains(cut)).count();
        self.told += cuts.len();
        self.there += gold.cuts.len();
    }

    /// Scores `answer` on `gold`; words of `training` are the seen ones.
    pub fn of(
        gold: &[Gold],
        training: &[&[Gold]],
        mut answer: impl FnMut(&str) -> Vec<usize>,
    ) -> Self {
        let seen: HashSet<&str> = training
            .iter()
            .flat_map(|g| g.iter())
            .map(|g| g.word.as_str())
            .collect();
        let mut score = Self::default();
        for word in gold {
            score.add(word, &answer(&word.word), seen.contains(word.word.as_str()));
        }
        score
    }

    /// Adds the counts of another score.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.tokens += other.tokens;
        self.right += other.right;
        self.unseen += other.unseen;
        self.unseen_right += other.unseen_right;
        self.found += other.found;
        self.told += other.told;
        self.there += other.there;
        self
    }

    /// Share of words with every boundary right.
    pub fn accuracy(&self) -> f64 {
        ratio(self.right, self.tokens)
    }

    /// The same over words that are not in the training data.
    pub fn unseen(&self) -> f64 {
        ratio(self.unseen_right, self.unseen)
    }

    /// F1 over inner boundaries.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, self.told + self.there)
    }

    /// `tokens accuracy f1 unseen` as a row of a table.
    pub fn row(&self) -> String {
        format!(
            "{:>7} {:>9.4} {:>9.4} {:>9.4} {:>7}",
            self.tokens,
            self.accuracy(),
            self.f1(),
            self.unseen(),
            self.unseen
        )
    }
}

fn ratio(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_formats_agree() {
        let want = Gold {
            word: "ولبيتها".into(),
            cuts: vec![1, 2, 5],
        };
        assert_eq!(
            tsv("# header\nولبيتها\tو+ل+بيت+ها\n"),
            Ok(vec![want.clone()])
        );
        let row =
            |id: u8, form: &str, misc: &str| format!("{id}\t{form}\t_\tX\tX\t_\t0\tx\t_\t{misc}\n");
        let rows = [
            ("و", "SpaceAfter=No"),
            ("ل", "SpaceAfter=No"),
            ("بيت", "SpaceAfter=No"),
            ("ها", "_"),
        ];
        let conll: String = rows
            .iter()
            .zip(1..)
            .map(|((f, m), id)| row(id, f, m))
            .collect();
        assert_eq!(conllu(&conll), std::slice::from_ref(&want));
        assert_eq!(
            wikinews("refTok\trefPOS\nو+ل+بيت+ها\tCONJ+PREP+NOUN+PRON\n"),
            [want]
        );
    }

    #[test]
    fn article_and_endings_go_back() {
        let found = wikinews("x\ty\nل+ال+سيار+ات\tPREP+DET+NOUN+NSUFF\nكتب+نا\tV+PRON\n");
        assert_eq!(
            found[0],
            Gold {
                word: "للسيارات".into(),
                cuts: vec![1]
            }
        );
        assert_eq!(found[1].cuts, Vec::<usize>::new());
    }

    #[test]
    fn broken_lines_are_named() {
        assert_eq!(tsv("بيت"), Err((1, "there is no tab")));
        assert_eq!(
            tsv("#\nبيت\tبي+تت"),
            Err((2, "the segments joined are not the word"))
        );
    }
}

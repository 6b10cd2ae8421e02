//! Gold of the spoken varieties, its finer segments mapped to clitics.
//!
//! Both sets cut endings too (ة, ات, the subject of a verb); those go back to the stem.

use super::gold::{Gold, is_arabic, letters};

const PROCLITICS: [&str; 7] = [
    "CONJ",
    "PREP",
    "FUT_PART",
    "PROG_PART",
    "NEG_PART",
    "PART",
    "JUS",
];
const PRONOUNS: [&str; 14] = [
    "ه", "ها", "هم", "هما", "هن", "ك", "كم", "كن", "كو", "ي", "نا", "ني", "و", "هو",
];
/// Also the subjects of verbs.
const SUBJECTS: [&str; 3] = ["نا", "ي", "و"];

/// Tab-separated columns, the word, segments and tags in the last three.
pub(super) fn tagged(text: &str) -> Vec<Gold> {
    let rows = text.lines().skip(1).filter_map(|line| {
        let columns: Vec<&str> = line.trim_end().split('\t').collect();
        let [.., word, segments, tags] = columns.as_slice() else {
            return None;
        };
        let segments: Vec<&str> = segments.split('+').collect();
        let tags: Vec<&str> = tags.split('+').collect();
        let fits = segments.concat() == *word && segments.len() == tags.len();
        (fits && is_arabic(word)).then(|| Gold {
            word: (*word).to_owned(),
            cuts: tagged_cuts(&segments, &tags),
        })
    });
    rows.collect()
}

fn tagged_cuts(segments: &[&str], tags: &[&str]) -> Vec<usize> {
    let last = segments.len() - 1;
    let proclitic = |at: usize| PROCLITICS.contains(&tags[at]) && letters(segments[at]) <= 2;
    let first = (0..last).take_while(|&at| proclitic(at)).count();
    let mut end = segments.len();
    let mut starts = Vec::new();
    while end > first + 1 {
        let (piece, tag, before) = (segments[end - 1], tags[end - 1], tags[end - 2]);
        let pronoun = tag == "PRON"
            && PRONOUNS.contains(&piece)
            && !(before == "V" && SUBJECTS.contains(&piece));
        let dative = tag == "PREP" && piece == "ل" && end < segments.len();
        if !(pronoun || dative || tag == "NEG_PART" && piece == "ش") {
            break;
        }
        end -= 1;
        starts.push(end);
    }
    ends(segments, (1..=first).chain(starts.into_iter().rev()))
}

/// A letter and one of B M E S a line, `WB` between words, an empty line between texts.
pub(super) fn characters(text: &str) -> Vec<Gold> {
    let mut gold = Vec::new();
    let mut segments: Vec<String> = Vec::new();
    for line in text.lines().chain(["WB\tWB"]) {
        let mut columns = line.split_whitespace();
        match (columns.next(), columns.next()) {
            (Some(letter), Some(tag)) if tag != "WB" => {
                if matches!(tag, "B" | "S") || segments.is_empty() {
                    segments.push(String::new());
                }
                if let Some(segment) = segments.last_mut() {
                    segment.push_str(letter);
                }
            }
            _ => {
                let word = segments.concat();
                if is_arabic(&word) {
                    let pieces: Vec<&str> = segments.iter().map(String::as_str).collect();
                    let cuts = plain_cuts(&pieces);
                    gold.push(Gold { word, cuts });
                }
                segments.clear();
            }
        }
    }
    gold
}

/// Without tags: single letters at the front, and pronouns at the end, are taken for clitics.
fn plain_cuts(segments: &[&str]) -> Vec<usize> {
    const FRONT: [&str; 14] = [
        "و", "ف", "ب", "ك", "ل", "س", "أ", "ه", "ح", "ع", "م", "ش", "د", "ما",
    ];
    let last = segments.len() - 1;
    let first = (0..last)
        .take_while(|&at| FRONT.contains(&segments[at]))
        .count();
    let mut end = segments.len();
    let mut starts = Vec::new();
    if end > first + 1 && segments[end - 1] == "ش" {
        end -= 1;
        starts.push(end);
    }
    if end > first + 1 && PRONOUNS[..12].contains(&segments[end - 1]) {
        end -= 1;
        starts.push(end);
        if end > first + 1 && segments[end - 1] == "ل" {
            end -= 1;
            starts.push(end);
        }
    }
    ends(segments, (1..=first).chain(starts.into_iter().rev()))
}

/// Letters before each of these segments.
fn ends(segments: &[&str], before: impl Iterator<Item = usize>) -> Vec<usize> {
    before
        .map(|at| segments[..at].iter().map(|s| letters(s)).sum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_clitics_from_endings() {
        let row = |w: &str, s: &str, t: &str| {
            let found = tagged(&format!("head\n4\tA\t1\t1\t{w}\t{s}\t{t}\n"));
            found[0].cuts.clone()
        };
        assert_eq!(row("بيحبك", "ب+يحب+ك", "PROG_PART+V+PRON"), [1, 4]);
        assert_eq!(row("كتبت", "كتب+ت", "V+PRON"), [0; 0]);
        assert_eq!(
            row("مكتبلكش", "م+كتب+ل+ك+ش", "PART+V+PREP+PRON+NEG_PART"),
            [1, 4, 5, 6]
        );
        assert_eq!(row("المدرسه", "ال+مدرس+ه", "DET+NOUN+NSUFF"), [0; 0]);
    }

    #[test]
    fn characters_make_words() {
        let found = characters("و S\nا B\nل E\nب B\nي M\nت E\nWB WB\nه B\nو E\n\n");
        let words: Vec<&str> = found.iter().map(|g| g.word.as_str()).collect();
        assert_eq!(words, ["والبيت", "هو"]);
        assert_eq!(found[0].cuts, [1]);
    }
}

//! Clitics by spelling alone, for builds without data.

use once_cell::sync::Lazy;

use super::affixes::{Analysis, Inventory};
use super::letters::{Letters, Word};

struct Marks {
    conjunctions: [Letters; 2],
    before_article: [Letters; 3],
    article: Letters,
    lam_lam: Letters,
    pronouns: [Letters; 4],
}

static MARKS: Lazy<Marks> = Lazy::new(|| Marks {
    conjunctions: ["و", "ف"].map(Letters::of),
    before_article: ["بال", "كال", "لال"].map(Letters::of),
    article: Letters::of("ال"),
    lam_lam: Letters::of("لل"),
    pronouns: ["هما", "ها", "هم", "ه"].map(Letters::of),
});

/// و and ف before four letters, ب ك ل before ال, لل, and the third-person pronouns after a stem
/// of three letters. A word that begins with the article keeps its first letters.
pub(crate) fn analysis(inventory: &Inventory, word: Word) -> Analysis {
    let m = &*MARKS;
    let word = word.folded;
    let conjunction = m.conjunctions.iter().any(|&c| word.starts_with(c));
    let outer = usize::from(conjunction && word.len() > 4 && !word.starts_with(m.article));
    let rest = word.skip(outer);
    let before_article = m.before_article.iter().any(|&b| rest.starts_with(b)) && rest.len() > 4;
    let inner = usize::from(before_article || rest.starts_with(m.lam_lam));
    let suffix = m
        .pronouns
        .into_iter()
        .find(|&pronoun| word.ends_with(pronoun) && rest.len() > pronoun.len() + 2)
        .unwrap_or_default();
    inventory
        .find(word.first(outer + inner), suffix)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::Segmenter;

    #[test]
    fn plain_cases() {
        let cut = |word: &str| {
            let split = Segmenter::rules().segment(word).split;
            split
                .pieces()
                .map(|span| span.of(word).to_owned())
                .collect::<Vec<_>>()
                .join("+")
        };
        for want in ["و+ب+البيت", "ل+لبيت", "بيت+ها", "و+مدرست+هم", "كتاب", "ولد"]
        {
            assert_eq!(cut(&want.replace('+', "")), want);
        }
    }
}

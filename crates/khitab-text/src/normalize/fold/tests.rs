use proptest::prelude::*;

use super::*;
use crate::offsets::Change;
use crate::{Normalizer, Profile, Span};

/// What the steps mean, one character after the other, without joiners and composition.
fn plain(normalizer: &Normalizer, source: &str) -> (String, Vec<Change>) {
    let (mut text, mut changes) = (String::new(), Vec::new());
    for (at, c) in source.char_indices() {
        let from = text.len();
        let mut attach = Attach::Nothing;
        let mut paired = true;
        match normalizer.table.fold(c) {
            None => text.push(c),
            Some(Fold::To(to)) => {
                text.push_str(&to);
                paired = to.len() == c.len_utf8() && to.chars().count() == 1;
            }
            Some(Fold::Delete(of)) => {
                let letter = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric();
                attach = match of {
                    Attach::Before if text.ends_with(letter) => Attach::Before,
                    Attach::Before => Attach::After,
                    other => other,
                };
                paired = false;
            }
            Some(other) => unreachable!("{other:?} needs a context"),
        }
        if !paired {
            changes.push(Change {
                original: Span::new(at, at + c.len_utf8()),
                normalized: Span::new(from, text.len()),
                attach,
            });
        }
    }
    (text, changes)
}

fn check(source: &str) -> Result<(), TestCaseError> {
    let mut odd = Profile::SEARCH;
    (odd.hamza, odd.marks) = (
        crate::normalize::Hamza::Carrier,
        crate::normalize::Marks::VOWEL,
    );
    for mut profile in [
        Profile::NONE,
        Profile::LIGHT,
        Profile::SEARCH,
        Profile::STRICT,
        odd,
    ] {
        profile.unicode = Unicode::Keep;
        let normalizer = Normalizer::new(profile);
        let done = fold(
            &normalizer.table,
            Unicode::Keep,
            source,
            Rewritten::default(),
        );
        let (text, changes) = plain(&normalizer, source);
        prop_assert_eq!(&done.text, &text);
        prop_assert_eq!(done.map.changes().collect::<Vec<_>>(), changes);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn ordinary_text_is_folded_as_its_characters(words in proptest::collection::vec("[ء-ي]{1,9}[،.]?|[A-Za-z0-9]{1,9}|([ء-ي][\u{64B}-\u{652}]{0,2}){1,7}", 0..200)) {
        check(&words.join(" "))?;
    }

    #[test]
    fn hostile_text_is_folded_as_its_characters(source in "([\u{600}-\u{6FF}]{0,9}|[\u{64B}-\u{65F}]{0,90}|\u{640}{0,90}|[ا-ي ]{0,90}|[“»ﷺ😀字é\u{202E}]{0,9}|[\u{0}-\u{7F}]{0,40}){0,12}") {
        check(&source)?;
    }
}

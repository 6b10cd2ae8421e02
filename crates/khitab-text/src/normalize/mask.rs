//! Links, e-mail addresses, mentions and emoji, as the social tokenizer finds them.

use unicode_normalization::char::is_combining_mark;

use super::choice::choices;
use super::places;
use super::rewrite::{Rewriter, Rewritten};
use crate::offsets::Attach;
use crate::tokenize::cut;
use crate::tokenize::emoji::JOINER;
use crate::tokenize::social::Social;
use crate::{Profile, Span, TokenKind};

choices! {
    /// What becomes of something that is no word of the language.
    Mask {
        /// It stays.
        Keep = "keep",
        /// A space takes its place.
        Space = "space",
        /// A word in brackets takes its place: `[رابط]`, `[بريد]`, `[مستخدم]`, `[رمز]`.
        ///
        /// The first three are the words of the AraBERT preprocessor.
        Token = "token",
    }
}

/// Replaces what the profile masks; `None` when there is none.
pub(crate) fn rewrite(profile: &Profile, source: &str) -> Option<Rewritten> {
    replace(profile, source, is_combining_mark)
}

/// The same for a folded text, in which an emoji may have been part of what is masked now: the
/// joiner behind it has nothing to join any more.
pub(crate) fn rewrite_folded(profile: &Profile, source: &str) -> Option<Rewritten> {
    replace(profile, source, |c| c == JOINER || is_combining_mark(c))
}

/// Replaces what is masked with what `belongs` to it behind its end.
fn replace(profile: &Profile, source: &str, belongs: fn(char) -> bool) -> Option<Rewritten> {
    if masks(profile).iter().all(|mask| *mask == Mask::Keep) {
        return None;
    }
    let bytes = source.as_bytes();
    let find = |at: usize| places::links(bytes, at, profile.emoji != Mask::Keep);
    let mut found = find(0);
    if found == bytes.len() {
        return None;
    }
    let mut out = Rewriter::new(source);
    let mut pieces = Social::new(source);
    let mut end = 0;
    while found < bytes.len() {
        // Tokens are looked for between two places that none reaches over.
        let start = cut::last(&bytes[end..], found - end).map_or(end, |cut| end + cut);
        end = cut::next(bytes, found);
        for piece in pieces.between(start, end) {
            if let Some(with) = replacement(profile, piece.kind) {
                let rest = source[piece.span.end()..].trim_start_matches(belongs);
                let span = Span::new(piece.span.start(), source.len() - rest.len());
                out.replace(span, with, Attach::Nothing);
            }
        }
        found = find(end);
    }
    out.finish()
}

/// The choices for what can be masked.
pub(crate) const fn masks(profile: &Profile) -> [Mask; 4] {
    [
        profile.urls,
        profile.emails,
        profile.mentions,
        profile.emoji,
    ]
}

/// What stands in place of a piece; `None` when it stays.
fn replacement(profile: &Profile, kind: TokenKind) -> Option<&'static str> {
    let (mask, word) = match kind {
        TokenKind::Url => (profile.urls, "[رابط]"),
        TokenKind::Email => (profile.emails, "[بريد]"),
        TokenKind::Mention => (profile.mentions, "[مستخدم]"),
        TokenKind::Emoji => (profile.emoji, "[رمز]"),
        _ => return None,
    };
    match mask {
        Mask::Keep => None,
        Mask::Space => Some(" "),
        Mask::Token => Some(word),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        let all = |p: &mut Profile, mask| {
            (p.urls, p.emails, p.mentions, p.emoji) = (mask, mask, mask, mask);
        };
        check(
            |p| all(p, Mask::Token),
            &[
                ("انظر https://example.com/a?b=1 الآن", "انظر [رابط] الآن"),
                ("راسل name@example.com أو @name", "راسل [بريد] أو [مستخدم]"),
                ("جميل 👨\u{200D}👩\u{200D}👧!", "جميل [رمز]!"),
                ("لا شيء هنا. و3.5", "لا شيء هنا. و3.5"),
            ],
        );
        check(|p| all(p, Mask::Space), &[("قال @name نعم", "قال   نعم")]);
    }
    /// The same, with a look at every piece.
    fn plain(profile: &Profile, source: &str) -> String {
        let mut out = Rewriter::new(source);
        for piece in Social::new(source).pieces() {
            if let Some(with) = replacement(profile, piece.kind) {
                // The marks on its last character too, which no mask is written with.
                let rest = source[piece.span.end()..].trim_start_matches(is_combining_mark);
                let span = Span::new(piece.span.start(), source.len() - rest.len());
                out.replace(span, with, Attach::Nothing);
            }
        }
        out.finish()
            .map_or(source.to_owned(), |rewritten| rewritten.text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

        #[test]
        fn no_piece_is_passed_over(parts in proptest::collection::vec(prop_oneof![
            4 => "[ا-ج]{1,9}", 4 => Just(" ".to_owned()), 2 => "[a-d1٣]{1,3}", 1 => "[ -~]{1,3}",
            1 => "[.@_+:/#]", 1 => "\\[(dot|at|@|\\.|:)\\]", 1 => "(://|:\\\\|\\(dot\\))",
            1 => "[\u{64B}\u{640}\u{200D}\u{FE0F}\u{20E3}＠👨❤]", 1 => "\\.(com|cc|org)", 1 => "[\n\t\u{A0}]",
        ], 0..24)) {
            let source = parts.concat();
            let mut profile = Profile::SOCIAL;
            for emoji in [Mask::Keep, Mask::Token] {
                profile.emoji = emoji;
                let done = rewrite(&profile, &source);
                prop_assert_eq!(done.map_or(source.clone(), |done| done.text), plain(&profile, &source));
            }
        }
    }
}

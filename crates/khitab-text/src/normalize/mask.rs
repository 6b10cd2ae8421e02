//! Links, e-mail addresses, mentions and emoji, as the social tokenizer finds them.

use unicode_normalization::char::is_combining_mark;

use super::choice::choices;
use super::rewrite::{Rewriter, Rewritten};
use crate::offsets::Attach;
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
    if !may_hold_any(profile, source) {
        return None;
    }
    let mut out = Rewriter::new(source);
    for piece in Social::new(source).pieces() {
        let (mask, word) = match piece.kind {
            TokenKind::Url => (profile.urls, "[رابط]"),
            TokenKind::Email => (profile.emails, "[بريد]"),
            TokenKind::Mention => (profile.mentions, "[مستخدم]"),
            TokenKind::Emoji => (profile.emoji, "[رمز]"),
            _ => continue,
        };
        let with = match mask {
            Mask::Keep => continue,
            Mask::Space => " ",
            Mask::Token => word,
        };
        out.replace(with_marks(source, piece.span), with, Attach::Nothing);
    }
    out.finish()
}

/// The span and the marks on its last character, which no mask is written with.
fn with_marks(source: &str, span: Span) -> Span {
    let rest = source[span.end()..].trim_start_matches(is_combining_mark);
    Span::new(span.start(), source.len() - rest.len())
}

/// A look at bytes alone; a link has a dot, an emoji three bytes or more or a variation.
fn may_hold_any(profile: &Profile, source: &str) -> bool {
    let bytes = source.as_bytes();
    let emoji = profile.emoji != Mask::Keep && bytes.iter().any(|byte| *byte >= 0xE2);
    let mentions = [profile.mentions, profile.emails] != [Mask::Keep; 2];
    let links = profile.urls != Mask::Keep;
    emoji
        || (links && memchr::memchr2(b'.', b':', bytes).is_some())
        || (mentions && memchr::memchr2(b'@', b'[', bytes).is_some())
}

#[cfg(test)]
mod tests {
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
}

//! Organisations that no list knows: a head noun and a name in quotation marks.

use super::mentions::Mention;
use crate::reader::Reader;

const OPEN: [char; 4] = ['"', '“', '«', '”'];
const CLOSE: [char; 4] = ['"', '”', '»', '“'];

/// The longest name in marks, in words.
const LONGEST: usize = 4;

/// Adds names such as those in `مؤسسة "..."` that no other mention touches.
pub(super) fn quoted(reader: &Reader<'_>, found: &mut Vec<Mention>) {
    let known: Vec<_> = found.iter().map(|mention| mention.units.clone()).collect();
    for open in 1..reader.len() {
        if !reader.is_mark(open, &OPEN) || reader.opens_line(open) {
            continue;
        }
        let Some(kind) = head(reader.form(open - 1)) else {
            continue;
        };
        let end = (open + 2..=open + 1 + LONGEST).find(|&at| reader.is_mark(at, &CLOSE));
        let Some(end) = end else { continue };
        let words = (open + 1..end).all(|at| reader.word(at).is_some());
        let next = known.partition_point(|units| units.end <= open);
        let free = known.get(next).is_none_or(|units| units.start >= end);
        if words && free {
            found.push(Mention::by_rule(reader, open + 1..end, kind));
        }
    }
}

/// The type that a head noun gives to the name in marks behind it.
fn head(form: &str) -> Option<&'static str> {
    let bare = form.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']);
    Some(match bare {
        "موسسه" | "مؤسسه" | "منظمه" | "جمعيه" | "هيئه" | "رابطه" | "حركه" | "مبادره" => {
            "organisation"
        }
        "مركز" | "معهد" | "ركز" => "organisation/think-tank",
        "جامعه" => "organisation/university",
        "وكاله" | "صحيفه" | "جريده" | "مجله" | "قناه" | "اذاعه" => {
            "organisation/media"
        }
        "شركه" | "مجموعه" => "company",
        "تطبيق" => "platform/app",
        "موقع" | "منصه" => "platform/site",
        _ => return None,
    })
}

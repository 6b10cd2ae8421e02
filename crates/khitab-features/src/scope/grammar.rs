//! The closed classes that the scope rules read, with the particles that stand before their words.

use crate::words::Class;

/// أن, إن and their forms with a pronoun or ب.
pub(crate) fn is_complementiser(form: &str) -> bool {
    // The Maghrebi ones start with a letter of their own.
    let bare = form.strip_prefix('ب');
    bare.is_some_and(|bare| Class::Complementiser.holds(bare)) || Class::Complementiser.holds(form)
}

/// A preposition that ends a noun phrase.
pub(crate) fn is_preposition(form: &str) -> bool {
    let joined = form.strip_prefix('و').filter(|rest| rest.len() > 2);
    Class::Preposition.holds(joined.unwrap_or(form))
}

/// The words of the preposition of that name in the notes of a list; of `bi` see [`takes_beh`].
pub(crate) fn preposition(name: &str) -> Option<Class> {
    Some(match name {
        "ila" => Class::Ila,
        "an" => Class::An,
        "ala" => Class::Ala,
        "min" => Class::Min,
        _ => return None,
    })
}

/// Whether a word begins with ب, "by".
pub(crate) fn takes_beh(form: &str) -> bool {
    form.starts_with('ب') && form.len() > 6 && !Class::OwnBeh.holds(form)
}

//! The closed classes that the scope rules read, with the particles that stand before their words.

use crate::words::Class;

/// أن, إن and their forms with a pronoun or ب.
pub(crate) fn is_complementiser(form: &str) -> bool {
    // The Maghrebi ones start with a letter of their own.
    let bare = form.strip_prefix('ب').unwrap_or(form);
    Class::Complementiser.holds(bare) || Class::Complementiser.holds(form)
}

/// A preposition that ends a noun phrase.
pub(crate) fn is_preposition(form: &str) -> bool {
    let joined = form.strip_prefix('و').filter(|rest| rest.len() > 2);
    Class::Preposition.holds(joined.unwrap_or(form))
}

/// Whether `form` is, or begins with, the preposition of that name.
pub(crate) fn takes_preposition(name: &str, form: &str) -> bool {
    match name {
        "ila" => Class::Ila.holds(form),
        "an" => Class::An.holds(form),
        "ala" => Class::Ala.holds(form),
        "min" => Class::Min.holds(form),
        "bi" => form.starts_with('ب') && form.len() > 6 && !Class::OwnBeh.holds(form),
        _ => false,
    }
}

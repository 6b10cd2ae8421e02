//! The lists and names that khitab ships, as `build.rs` and every program read them.

use crate::{Error, Gazetteer, Lexicon};

/// All cue lists, by name.
pub(crate) fn lexicons() -> Result<Vec<Lexicon>, Error> {
    let lists = khitab_data::LEXICONS.iter();
    lists
        .map(|(name, text)| Lexicon::from_tsv(name, text))
        .collect()
}

/// All names.
pub(crate) fn gazetteer() -> Result<Gazetteer, Error> {
    let mut gazetteer = Gazetteer::default();
    for (name, text) in khitab_data::GAZETTEERS {
        gazetteer.extend_from_tsv(name, text)?;
    }
    Ok(gazetteer)
}

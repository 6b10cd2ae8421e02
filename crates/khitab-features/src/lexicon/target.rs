//! Where a written form comes from.

/// What a [`Hit`](crate::Hit) is a hit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An entry of a cue list.
    Cue {
        /// The list, in the order they were given.
        list: u32,
        /// The entry of that list.
        entry: u32,
    },
    /// A variant of the gazetteer.
    Name {
        /// The variant, as in [`Gazetteer::variants`](crate::Gazetteer::variants).
        variant: u32,
    },
}

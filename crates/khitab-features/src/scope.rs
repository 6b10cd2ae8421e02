//! Which words the author uses and which are only mentioned.

pub(crate) mod scripture;

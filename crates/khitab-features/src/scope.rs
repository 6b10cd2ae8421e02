//! Which words the author uses and which are only mentioned.

mod frame;
mod quotation;
pub(crate) mod scripture;

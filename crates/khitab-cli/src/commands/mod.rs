//! One command a file.

pub(crate) mod analyze;
pub(crate) mod evaluate;
mod labelled;
mod model;
pub(crate) mod normalize;
pub(crate) mod score;
pub(crate) mod shell;
mod stream;
pub(crate) mod tokenize;
pub(crate) mod train;

//! Reports for people: on a terminal, and as pages.

mod analysis;
mod check;
mod evaluation;
mod page;
mod terminal;

pub(crate) use analysis::analysis;
pub(crate) use check::{check, check_page};
pub(crate) use evaluation::evaluation;
pub(crate) use terminal::{Colour, terminal};

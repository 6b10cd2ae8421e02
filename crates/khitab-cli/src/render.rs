//! Reports for people: on a terminal, and as pages.

mod check;
mod evaluation;
pub(crate) mod page;
mod terminal;

pub(crate) use check::{check, check_page};
pub(crate) use evaluation::evaluation;
pub(crate) use terminal::{Colour, terminal};

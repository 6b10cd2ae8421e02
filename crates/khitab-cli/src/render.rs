//! Reports for people: on a terminal, and as a page.

mod evaluation;
mod page;
mod terminal;

pub(crate) use evaluation::evaluation;
pub(crate) use page::page;
pub(crate) use terminal::{Colour, terminal};

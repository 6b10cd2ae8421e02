//! Reports for people: on a terminal, and as a page.

mod page;
mod terminal;

pub(crate) use page::page;
pub(crate) use terminal::{Colour, terminal};

//! Reports for people: on a terminal, and as pages.

mod audit;
mod check;
mod evaluation;
pub(crate) mod page;
mod terminal;

pub(crate) use audit::audit;
pub(crate) use check::check;
pub(crate) use evaluation::evaluation;
pub(crate) use terminal::{Colour, terminal};

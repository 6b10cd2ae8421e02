//! Reports for people: on a terminal, and as pages.

mod audit;
mod check;
mod columns;
mod evaluation;
pub(crate) mod page;
mod terminal;

pub(crate) use audit::audit;
pub(crate) use check::check;
pub(crate) use evaluation::evaluation;
pub(crate) use terminal::{Colour, terminal};

/// The name of a column of a model or matrix: that of its feature, with what the column counts; empty for an n-gram.
fn told(column: &str) -> String {
    let (id, counted) = match column.strip_suffix(".use") {
        Some(id) => (id, ", in use"),
        None => (column, ""),
    };
    khitab::features::feature(id).map_or(String::new(), |known| format!("{}{counted}", known.name))
}

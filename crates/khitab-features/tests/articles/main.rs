//! Whole articles against gold made by hand: names, quantities, quotations, statements, use.
//!
//! One article is ours and always there; the other is the project's seed, read when it is.

mod article;
mod discourse;
mod names;
mod quantities;
mod unseen;

//! khitab.
fn main() {}

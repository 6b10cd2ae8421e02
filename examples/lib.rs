//! khitab.

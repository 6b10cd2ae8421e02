//! What stands in for Parquet where khitab was built without it: a refusal that says how to get it.

use std::convert::Infallible;
use std::path::Path;

use super::Results;
use crate::problem::{Problem, Stop};

fn refusal(path: &Path) -> Problem {
    let rule = "this khitab was built without Parquet: in its sources run \
        `cargo install --path crates/khitab-cli --features parquet`, or give the rows as .jsonl or .csv";
    Problem::in_file(path.display().to_string(), rule)
}

/// Cannot be made.
pub(super) struct ParquetRows(Infallible);

impl ParquetRows {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        Err(refusal(path))
    }

    pub(super) fn batch(&mut self, _: &str) -> Result<Option<Results>, Problem> {
        match self.0 {}
    }
}

/// Cannot be made.
pub(super) struct ParquetSink(Infallible);

impl ParquetSink {
    pub(super) fn create(path: &Path) -> Result<Self, Problem> {
        Err(refusal(path))
    }

    pub(super) fn write(&mut self, _: &[u8]) -> Result<(), Stop> {
        match self.0 {}
    }

    pub(super) fn finish(self) -> Result<(), Stop> {
        match self.0 {}
    }
}

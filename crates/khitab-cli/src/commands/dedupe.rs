//! `khitab dedupe`: rows back with the group of near copies they belong to.

use khitab::Pipeline;
use khitab::features::{Fingerprint, clusters};
use rayon::prelude::*;
use serde_json::Value;

use crate::args::Dedupe;
use crate::problem::{Problems, Stop};
use crate::rows::{self, Added, Row};

/// What is held of the rows until all are known: files are read a second time for the rest.
#[derive(Default)]
struct Seen {
    prints: Vec<Fingerprint>,
    ids: Vec<Option<String>>,
}

impl Seen {
    fn take(&mut self, pipeline: &Pipeline, rows: &[Row]) {
        let one = |row: &Row| (pipeline.fingerprint(&row.text), row.word("id"));
        let (prints, ids): (Vec<_>, Vec<_>) = rows.par_iter().map(one).unzip();
        self.prints.extend(prints);
        self.ids.extend(ids);
    }

    /// For each row the field that names its group: by the first row of it.
    fn named(&self, groups: &[u32]) -> impl Iterator<Item = Added> {
        let name = |&group: &u32| {
            let id = self.ids[group as usize].clone();
            let name = id.unwrap_or_else(|| (group + 1).to_string());
            vec![("cluster", Value::from(name))]
        };
        groups.iter().map(name)
    }
}

pub(crate) fn run(args: &Dedupe, problems: &Problems) -> Result<(), Stop> {
    if !(0.0..=1.0).contains(&args.similarity) {
        return Err(Stop::Usage(format!(
            "--similarity lies between 0 and 1, not {}",
            args.similarity
        )));
    }
    let pipeline = Pipeline::default();
    let again = rows::can_be_read_again(&args.rows.rows);
    let (mut seen, mut kept) = (Seen::default(), Vec::new());
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        seen.take(&pipeline, &rows);
        if !again {
            kept.extend(rows);
        }
        Ok(())
    })?;
    if seen.prints.is_empty() {
        return Err(rows::none(&args.rows.names()));
    }
    let groups = clusters(&seen.prints, args.similarity);
    let mut named = seen.named(&groups);
    if again {
        rows::rewrite(&args.rows, || named.next())
    } else {
        rows::write(&args.rows, kept, named.collect())
    }
}

//! `khitab dedupe`: rows back with the group of near copies they belong to.

use khitab::Pipeline;
use khitab::features::{Clusterer, RowId};
use rayon::prelude::*;
use serde_json::Value;

use crate::args::Dedupe;
use crate::problem::{Problems, Stop};
use crate::rows::{self, Added, Row, Writer};

/// What is held of the rows until all are known: files are read a second time for the rest.
struct Seen {
    clusterer: Clusterer,
    /// The id of each row that may be the first of its group: an exact copy is not.
    ids: Vec<Option<RowId>>,
}

impl Seen {
    fn take(&mut self, pipeline: &Pipeline, rows: &[Row]) {
        let prints = rows.par_iter().map(|row| pipeline.fingerprint(&row.text));
        let prints: Vec<_> = prints.collect();
        for (row, print) in rows.iter().zip(prints) {
            let new = self.clusterer.push(Some(&print));
            self.ids.push(row.id().filter(|_| new));
        }
    }
}

/// For each row the field that names its group: by the first row of it.
fn named(ids: &[Option<RowId>], groups: &[u32]) -> impl Iterator<Item = Added> {
    let name = |&group: &u32| {
        let name = match &ids[group as usize] {
            Some(RowId::Word(word)) => Value::from(word.as_str()),
            Some(RowId::Number(number)) => Value::from(*number),
            None => Value::from(group + 1),
        };
        vec![("cluster", name)]
    };
    groups.iter().map(name)
}

pub(crate) fn run(args: &Dedupe, problems: &Problems) -> Result<(), Stop> {
    if !(0.0..=1.0).contains(&args.similarity) {
        return Err(Stop::Usage(format!(
            "--similarity lies between 0 and 1, not {}",
            args.similarity
        )));
    }
    let writer = Writer::create(&args.rows)?;
    let pipeline = Pipeline::default();
    let again = rows::can_be_read_again(&args.rows.rows);
    let mut kept = Vec::new();
    let mut seen = Seen {
        clusterer: Clusterer::new(args.similarity),
        ids: Vec::new(),
    };
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        seen.take(&pipeline, &rows);
        if !again {
            kept.extend(rows);
        }
        Ok(())
    })?;
    if seen.ids.is_empty() {
        return Err(rows::none(&args.rows.names()));
    }
    let groups = seen.clusterer.finish();
    let mut named = named(&seen.ids, &groups);
    if again {
        rows::rewrite(&args.rows, writer, problems, || named.next())
    } else {
        rows::write(writer, problems, kept, named.collect())
    }
}

//! `khitab dedupe`: rows back with the group of near copies they belong to.

use khitab::Pipeline;
use khitab::features::{Fingerprint, clusters};
use rayon::prelude::*;
use serde_json::Value;

use crate::args::Dedupe;
use crate::problem::{Problems, Stop};
use crate::rows;

pub(crate) fn run(args: &Dedupe, problems: &Problems) -> Result<(), Stop> {
    if !(0.0..=1.0).contains(&args.similarity) {
        return Err(Stop::Usage(format!(
            "--similarity lies between 0 and 1, not {}",
            args.similarity
        )));
    }
    let rows = rows::collect(&args.rows, &args.text, problems)?;
    let pipeline = Pipeline::default();
    let prints: Vec<Fingerprint> = rows
        .par_iter()
        .map(|row| pipeline.fingerprint(&row.text))
        .collect();
    let groups = clusters(&prints, args.similarity);
    let name = |group: u32| {
        let first = &rows[group as usize];
        first.word("id").unwrap_or_else(|| (group + 1).to_string())
    };
    let added: Vec<_> = groups
        .iter()
        .map(|&group| vec![("cluster", Value::from(name(group)))])
        .collect();
    rows::write(rows, added, args.output.as_deref(), &args.rows)
}

//! `khitab fingerprint`: what can be told to others about a text without showing it.

use khitab::Pipeline;
use khitab::features::exchange::{Signal, write_csv, write_lines};
use rayon::prelude::*;
use serde_json::Value;

use crate::args::{Fingerprint, PrintFormat};
use crate::problem::{Problem, Problems, Stop};
use crate::rows;
use crate::source::{self, Sink};

pub(crate) fn run(args: &Fingerprint, problems: &Problems) -> Result<(), Stop> {
    let pipeline = Pipeline::default();
    if args.format == PrintFormat::Rows {
        return rows::map(&args.rows, problems, |row| {
            let print = pipeline.fingerprint(&row.text);
            let tlsh = print
                .tlsh
                .as_ref()
                .map_or(Value::Null, |tlsh| Value::from(tlsh.to_string()));
            Ok(vec![
                ("sha256", Value::from(print.sha256_hex())),
                ("simhash", Value::from(format!("{:016x}", print.simhash.0))),
                ("tlsh", tlsh),
            ])
        });
    }
    source::check_output(&args.rows.rows, args.rows.output.as_deref())?;
    let mut signals = Vec::new();
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        let prints: Vec<_> = rows
            .par_iter()
            .map(|row| pipeline.fingerprint(&row.text).tlsh)
            .collect();
        for (row, tlsh) in rows.iter().zip(prints) {
            match tlsh {
                Some(tlsh) => signals.push(Signal::Tlsh(tlsh)),
                None => problems.report(&row.refuse("is too short for TLSH: 50 bytes of words")),
            }
        }
        Ok(())
    })?;
    let mut bytes = Vec::new();
    match args.format {
        PrintFormat::ThreatexchangeCsv => write_csv(&signals, "khitab", &mut bytes),
        PrintFormat::Threatexchange | PrintFormat::Rows => write_lines(&signals, &mut bytes),
    }
    .map_err(|error| Problem::in_file("output", error))?;
    let mut sink = Sink::create(args.rows.output.as_deref())?;
    sink.write(&bytes)?;
    sink.finish()
}

//! `khitab monitor`: rows with a time into counts per day, week or month.

use khitab::features::{Post, SeriesBuilder, Timestamp};
use khitab::{MonitorReport, Pipeline};
use rayon::prelude::*;

use crate::args::{Monitor, SeriesFormat};
use crate::problem::{Problem, Problems, Stop};
use crate::render;
use crate::rows::{self, Row};
use crate::source::{self, Sink};

pub(crate) fn run(args: &Monitor, problems: &Problems) -> Result<(), Stop> {
    if !(0.0..=1.0).contains(&args.similarity) {
        return Err(Stop::Usage(format!(
            "--similarity lies between 0 and 1, not {}",
            args.similarity
        )));
    }
    let format = args.format()?;
    source::check_output(&args.rows.rows, args.rows.output.as_deref())?;
    let report = report(args, problems)?;
    let page = match format {
        SeriesFormat::Json => {
            let mut json = serde_json::to_string_pretty(&report)
                .map_err(|error| Problem::in_file("output", error))?;
            json.push('\n');
            json
        }
        SeriesFormat::Csv => report.series.csv(),
        SeriesFormat::Html => render::page::monitor(&args.rows.names(), &report),
    };
    let mut sink = Sink::create(args.rows.output.as_deref())?;
    sink.write(page.as_bytes())?;
    sink.finish()
}

/// Sums up all rows; one without a time is refused by line and left out.
fn report(args: &Monitor, problems: &Problems) -> Result<MonitorReport, Stop> {
    let pipeline = Pipeline::default();
    let mut series = SeriesBuilder::new(args.by.into(), args.similarity, args.seed);
    let mut number = 0_u64;
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        let posts: Vec<_> = rows
            .par_iter()
            .map(|row| post(row, args, &pipeline))
            .collect();
        for (row, post) in rows.iter().zip(posts) {
            number += 1;
            match post {
                Ok(post) => {
                    let id = row
                        .id()
                        .map_or_else(|| number.to_string(), |id| id.to_string());
                    series.add(post.called(id));
                }
                Err(rule) => problems.report(&row.refuse(rule)),
            }
        }
        Ok(())
    })?;
    if number == 0 {
        return Err(rows::none(&args.rows.names()));
    }
    let series = series
        .finish()
        .map_err(|rule| Problem::in_file(args.rows.names(), rule))?;
    if series.posts == 0 {
        let rule = format!("no row has a usable time in its field {:?}", args.time);
        return Err(Problem::in_file(args.rows.names(), rule).into());
    }
    Ok(MonitorReport::new(series).with_refused(problems.count()))
}

/// The years of a post: one wild time among good ones must not end the run.
const YEARS: core::ops::Range<i64> = 1970..2070;

fn post(row: &Row, args: &Monitor, pipeline: &Pipeline) -> Result<Post, String> {
    let field = &args.time;
    let time = row
        .word(field)
        .ok_or_else(|| format!("field {field:?} is missing"))?;
    let time: Timestamp = time.parse()?;
    if !YEARS.contains(&time.date().0) {
        return Err(format!("{time} is no time of a post: 1970 to 2069"));
    }
    let post = pipeline.post(time, &row.text);
    let author = row.word(&args.author).filter(|author| !author.is_empty());
    Ok(match author {
        Some(author) => post.by(author),
        None => post,
    })
}

//! Rows of labelled or unlabelled texts: JSONL, CSV, TSV, Parquet and plain lines, in and out, by extension.

mod parquet;
mod quotes;
mod reader;
mod row;
mod writer;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::args::RowArgs;
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;

use reader::Reader;
pub(crate) use row::Row;
pub(crate) use writer::Writer;

/// The shape of a file of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One JSON object a line.
    Jsonl,
    /// Comma or tab separated, with a header.
    Separated(u8),
    /// One text a line.
    Lines,
    /// Columns of any type that JSON can tell.
    Parquet,
}

/// The extensions that are read where a folder is named.
const SHAPES: [&str; 5] = ["jsonl", "csv", "tsv", "txt", "parquet"];

impl Shape {
    fn of(path: &Path) -> Self {
        match crate::source::shape(path).as_str() {
            "csv" => Self::Separated(b','),
            "tsv" => Self::Separated(b'\t'),
            "txt" => Self::Lines,
            "parquet" => Self::Parquet,
            _ => Self::Jsonl,
        }
    }
}

/// Whether the extension of a file says that it holds rows with fields.
pub(crate) fn is_table(path: &Path) -> bool {
    let shape = crate::source::shape(path);
    shape != "txt" && SHAPES.contains(&shape.as_str())
}

/// The rows of one batch; a blank line gives none.
type Results = Vec<Result<Option<Row>, Problem>>;

/// The fields added to a row.
pub(crate) type Added = Vec<(&'static str, Value)>;

/// Calls `work` on every row of `files` in parallel and writes the rows back, in order, with what it adds.
///
/// Rows come out in the shape of `output`, or of the first input where the output has none.
pub(crate) fn map(
    args: &RowArgs,
    problems: &Problems,
    work: impl Fn(&Row) -> Result<Added, String> + Sync,
) -> Result<(), Stop> {
    let mut writer = Writer::create(args)?;
    read(&args.rows, &args.text, problems, |rows| {
        let added: Vec<Result<Added, String>> = rows.par_iter().map(&work).collect();
        let mut whole = Vec::with_capacity(rows.len());
        for (row, added) in rows.into_iter().zip(added) {
            match added {
                Ok(added) => whole.push((row, added)),
                Err(rule) => problems.report(&row.refuse(rule)),
            }
        }
        writer.write(&whole, problems)
    })?;
    writer.finish()
}

/// Calls `take` on all rows of a file; refused ones are reported and left out.
///
/// A row holds every field as it was written. Who needs a few takes those and lets the row go before
/// more are read.
pub(crate) fn each(
    file: &Path,
    text_field: &str,
    problems: &Problems,
    mut take: impl FnMut(Row),
) -> Result<(), Stop> {
    let mut any = false;
    read(&[file.to_owned()], text_field, problems, |rows| {
        any |= !rows.is_empty();
        rows.into_iter().for_each(&mut take);
        Ok(())
    })?;
    if !any {
        return Err(none(&file.display().to_string()));
    }
    Ok(())
}

/// Reads the rows a second time and writes each with what `add` gives for it, in order. What was refused the first time
/// has been reported then.
pub(crate) fn rewrite(
    args: &RowArgs,
    mut writer: Writer,
    problems: &Problems,
    mut add: impl FnMut() -> Option<Added>,
) -> Result<(), Stop> {
    read(&args.rows, &args.text, &Problems::quiet(), |rows| {
        let whole = rows.into_iter().map(|row| match add() {
            Some(added) => Ok((row, added)),
            None => Err(row.refuse("was not there when the file was read first")),
        });
        writer.write(&whole.collect::<Result<Vec<_>, _>>()?, problems)
    })?;
    writer.finish()
}

/// Whether all inputs can be read a second time: a pipe can not.
pub(crate) fn can_be_read_again(files: &[PathBuf]) -> bool {
    let lasting = |path: &PathBuf| {
        path.metadata()
            .is_ok_and(|meta| meta.is_file() || meta.is_dir())
    };
    files.iter().all(lasting)
}

/// Writes rows that were kept, each with what was added to it.
pub(crate) fn write(
    mut writer: Writer,
    problems: &Problems,
    rows: Vec<Row>,
    added: Vec<Added>,
) -> Result<(), Stop> {
    let rows: Vec<(Row, Added)> = rows.into_iter().zip(added).collect();
    writer.write(&rows, problems)?;
    writer.finish()
}

/// What is said where no row could be used.
pub(crate) fn none(files: &str) -> Stop {
    Problem::in_file(files, "holds no usable row").into()
}

/// Reads batch after batch of every file; a file that cannot be read is reported and the next one is taken.
pub(crate) fn read(
    files: &[PathBuf],
    text_field: &str,
    problems: &Problems,
    mut take: impl FnMut(Vec<Row>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let progress = Progress::bytes();
    for (path, whole) in inputs(files)? {
        match Reader::open(&path, whole, &progress, text_field) {
            Ok(mut reader) => {
                while let Some(rows) = reader.batch(problems)? {
                    take(rows)?;
                }
            }
            Err(problem) => problems.report(&problem),
        }
    }
    progress.finish();
    Ok(())
}

/// The files to read: those named, and those in folders named. In a folder a `.txt` is one text,
/// while one that is named holds a text a line.
fn inputs(paths: &[PathBuf]) -> Result<Vec<(PathBuf, bool)>, Problem> {
    let mut all = Vec::new();
    for path in paths {
        let folder = path.is_dir();
        let files = crate::source::files(std::slice::from_ref(path), &SHAPES)?;
        all.extend(files.into_iter().map(|file| {
            let whole = folder && Shape::of(&file) == Shape::Lines;
            (file, whole)
        }));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(from: PathBuf, to: PathBuf) -> RowArgs {
        RowArgs {
            rows: vec![from],
            output: Some(to),
            text: "text".into(),
        }
    }

    fn round_trip(from: &str, to: &str, input: &str) -> (String, bool) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join(from), folder.path().join(to));
        std::fs::write(&from, input).unwrap();
        let problems = Problems::default();
        let added = |row: &Row| Ok(vec![("length", Value::from(row.text.chars().count()))]);
        map(&args(from, to.clone()), &problems, added)
            .map_err(|_| "stop")
            .unwrap();
        (std::fs::read_to_string(to).unwrap(), problems.close())
    }

    #[test]
    fn jsonl_comes_back_with_its_own_fields() {
        let (out, refused) = round_trip("a.jsonl", "b.jsonl", "{\"text\":\"نص\",\"x\":1.0}\n");
        assert_eq!(out, "{\"text\":\"نص\",\"x\":1.0,\"length\":2}\n");
        assert!(!refused);
    }

    #[test]
    fn csv_comes_back_as_csv() {
        let input = "id,text\n1,\"نص، \"\"ما\"\"\"\n2,\"سطر\nوسطر\"\n";
        let (out, refused) = round_trip("a.csv", "b.csv", input);
        assert_eq!(
            out,
            "id,text,length\n1,\"نص، \"\"ما\"\"\",8\n2,\"سطر\nوسطر\",8\n"
        );
        assert!(!refused);
    }

    #[test]
    fn a_short_csv_record_is_refused_and_the_rest_is_done() {
        let (out, refused) = round_trip("a.csv", "b.jsonl", "id,text\n1\n2,نص\n");
        assert_eq!(out, "{\"id\":\"2\",\"text\":\"نص\",\"length\":2}\n");
        assert!(refused);
    }

    #[test]
    fn a_folder_gives_a_row_a_text_and_the_rows_of_its_tables() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("in")).unwrap();
        std::fs::write(path("in/b.txt"), "سطر\nوسطر\n").unwrap();
        std::fs::write(path("in/a.csv"), "text\nنص\n").unwrap();
        std::fs::write(path("in/c.png"), "no text").unwrap();
        let problems = Problems::default();
        let work = |row: &Row| Ok(vec![("length", Value::from(row.text.chars().count()))]);
        map(&args(path("in"), path("out.jsonl")), &problems, work)
            .map_err(|_| "stop")
            .unwrap();
        let out = std::fs::read_to_string(path("out.jsonl")).unwrap();
        let b = path("in/b.txt").display().to_string();
        let told = format!(
            "{{\"text\":\"نص\",\"length\":2}}\n{{\"file\":\"{b}\",\"text\":\"سطر\\nوسطر\\n\",\"length\":9}}\n"
        );
        assert_eq!(out, told);
        assert!(!problems.close());
    }

    #[test]
    fn parquet_takes_rows_and_gives_them_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(
            path("a.jsonl"),
            "{\"id\":7,\"text\":\"نص\",\"x\":[1,2]}\n{\"text\":\"آخر\"}\n",
        )
        .unwrap();
        let problems = Problems::default();
        for (from, to) in [("a.jsonl", "b.parquet"), ("b.parquet", "c.jsonl")] {
            let work = |_: &Row| Ok(vec![("seen", Value::from(true))]);
            map(&args(path(from), path(to)), &problems, work)
                .map_err(|_| "stop")
                .unwrap();
        }
        let back = std::fs::read_to_string(path("c.jsonl")).unwrap();
        assert_eq!(
            back,
            "{\"id\":7,\"text\":\"نص\",\"x\":[1,2],\"seen\":true}\n{\"text\":\"آخر\",\"seen\":true}\n"
        );
        assert!(!problems.close());
    }

    #[test]
    fn parquet_takes_a_column_that_is_empty_at_first_and_a_file_of_no_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let row = "{\"note\":null,\"text\":\"نص\"}\n";
        let last = "{\"note\":\"late\",\"text\":\"نص\"}\n";
        // More rows than are read at once.
        std::fs::write(path("a.jsonl"), row.repeat(8200) + last).unwrap();
        std::fs::write(path("none.jsonl"), "").unwrap();
        let problems = Problems::default();
        for (from, between, to) in [
            ("a.jsonl", "a.parquet", "b.jsonl"),
            ("none.jsonl", "none.parquet", "c.jsonl"),
        ] {
            for (from, to) in [(from, between), (between, to)] {
                map(&args(path(from), path(to)), &problems, |_| Ok(Vec::new()))
                    .map_err(|_| "stop")
                    .unwrap();
            }
        }
        let back = std::fs::read_to_string(path("b.jsonl")).unwrap();
        assert_eq!(back.lines().count(), 8201);
        assert!(back.ends_with(last), "{}", back.lines().last().unwrap());
        assert_eq!(std::fs::read_to_string(path("c.jsonl")).unwrap(), "");
        assert!(!problems.close());
    }

    #[test]
    fn plain_lines_become_rows() {
        let (out, _) = round_trip("a.txt", "b.tsv", "نص\n\nآخر\n");
        assert_eq!(out, "text\tlength\nنص\t2\nآخر\t3\n");
    }
}

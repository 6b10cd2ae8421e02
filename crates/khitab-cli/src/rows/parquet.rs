//! Parquet in and out. Arrow's own JSON writer and reader carry every column type across, so that a
//! Parquet row is read and written as the JSONL row it stands for.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_json::LineDelimitedWriter;
use arrow_json::reader::{Decoder, ReaderBuilder, infer_json_schema};
use arrow_schema::{DataType, FieldRef, Fields, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::{Results, Row};
use crate::kept::{End, Kept};
use crate::lines::Line;
use crate::problem::{Problem, Stop};

/// Rows of one Parquet file.
pub(super) struct ParquetRows {
    name: String,
    next: u64,
    batches: ParquetRecordBatchReader,
}

impl ParquetRows {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Problem::of_io(path, &error))?;
        let refuse =
            |error| Problem::in_file(&name, format_args!("is no readable Parquet: {error}"));
        let batches = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| builder.with_batch_size(8192).build())
            .map_err(refuse)?;
        Ok(Self {
            name,
            next: 1,
            batches,
        })
    }

    /// The next rows; `None` at the end. Lines in refusals are row numbers.
    pub(super) fn batch(&mut self, text_field: &str) -> Result<Option<Results>, Problem> {
        let Some(batch) = self.batches.next() else {
            return Ok(None);
        };
        let refuse = |error: arrow_schema::ArrowError| Problem::in_file(&self.name, error);
        let batch = batch.map_err(refuse)?;
        let mut writer = LineDelimitedWriter::new(Vec::new());
        writer
            .write(&batch)
            .and_then(|()| writer.finish())
            .map_err(refuse)?;
        let json = writer.into_inner();
        let rows: Vec<_> = json
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .zip(self.next..)
            .map(|(bytes, number)| {
                Row::read(
                    Line {
                        file: &self.name,
                        number,
                        bytes,
                    },
                    text_field,
                )
            })
            .collect();
        self.next += rows.len() as u64;
        Ok(Some(rows))
    }
}

/// Writes JSON lines as Parquet; the first batch tells the columns and their types.
pub(super) struct ParquetSink {
    file: Option<File>,
    open: Option<(Decoder, Kept<ArrowWriter<File>>)>,
}

impl End for ArrowWriter<File> {
    fn end(self) -> std::io::Result<()> {
        self.close().map(drop).map_err(std::io::Error::other)
    }
}

impl ParquetSink {
    pub(super) fn create(path: &Path) -> Result<Self, Problem> {
        let file = File::create(path).map_err(|error| Problem::of_io(path, &error))?;
        Ok(Self {
            file: Some(file),
            open: None,
        })
    }

    pub(super) fn write(&mut self, jsonl: &[u8]) -> Result<(), Stop> {
        if jsonl.is_empty() {
            return Ok(());
        }
        if let Some(file) = self.file.take() {
            self.open = Some(begin(file, jsonl)?);
        }
        let Some((decoder, writer)) = &mut self.open else {
            return Ok(());
        };
        let mut rest = jsonl;
        loop {
            let read = decoder.decode(rest).map_err(refuse)?;
            rest = &rest[read..];
            match decoder.flush().map_err(refuse)? {
                Some(batch) => writer.with(|writer| writer.write(&batch)).map_err(refuse)?,
                None => break,
            }
        }
        Ok(())
    }

    /// Writes the footer: a Parquet file is none without it, also where there was no row.
    pub(super) fn finish(mut self) -> Result<(), Stop> {
        if let Some(file) = self.file.take() {
            self.open = Some(begin(file, b"")?);
        }
        if let Some((_, writer)) = self.open {
            writer.end().map_err(refuse)?;
        }
        Ok(())
    }
}

fn begin(file: File, jsonl: &[u8]) -> Result<(Decoder, Kept<ArrowWriter<File>>), Stop> {
    let (schema, _) = infer_json_schema(jsonl, None).map_err(refuse)?;
    let schema = Arc::new(Schema::new(
        schema.fields.iter().map(told).collect::<Fields>(),
    ));
    let decoder = ReaderBuilder::new(schema.clone())
        .with_coerce_primitive(true)
        .build_decoder()
        .map_err(refuse)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(parquet::basic::ZstdLevel::default()))
        .build();
    let writer = ArrowWriter::try_new(file, schema, Some(properties)).map_err(refuse)?;
    Ok((decoder, Kept::watched(writer)))
}

/// A column that holds nothing yet may hold words in a later batch.
fn told(field: &FieldRef) -> FieldRef {
    match field.data_type() {
        DataType::Null => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8)),
        _ => field.clone(),
    }
}

fn refuse(error: impl std::fmt::Display) -> Stop {
    Problem::in_file("output", error).into()
}

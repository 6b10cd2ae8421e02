//! Opening inputs and outputs: standard streams, plain files, gzip and zstd by extension.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::problem::{Problem, Stop};
use crate::progress::Progress;

/// An input with a name for messages.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) reader: Box<dyn BufRead + Send>,
}

const BUFFER: usize = 1 << 18;

impl Source {
    /// Opens `path`; `-` is standard input. `.gz` and `.zst` are unpacked on the way.
    pub(crate) fn open(path: &Path, progress: &Progress) -> Result<Self, Problem> {
        if path == Path::new("-") {
            let reader = BufReader::with_capacity(BUFFER, progress.count(io::stdin()));
            return Ok(Self {
                name: "standard input".into(),
                reader: Box::new(reader),
            });
        }
        let file = File::open(path).map_err(|error| Problem::of_io(path, &error))?;
        let meta = file
            .metadata()
            .map_err(|error| Problem::of_io(path, &error))?;
        if meta.is_dir() {
            return Err(Problem::in_file(
                path.display().to_string(),
                "is a folder, not a file",
            ));
        }
        progress.expect(meta.len());
        let bytes = progress.count(file);
        let unpacked: Box<dyn Read + Send> = match extension(path) {
            "gz" => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
            "zst" => {
                let decoder =
                    zstd::Decoder::new(bytes).map_err(|error| Problem::of_io(path, &error))?;
                Box::new(decoder)
            }
            _ => Box::new(bytes),
        };
        let reader = Box::new(BufReader::with_capacity(BUFFER, unpacked));
        Ok(Self {
            name: path.display().to_string(),
            reader,
        })
    }

    /// Reads everything as one text.
    pub(crate) fn read_text(mut self) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        self.reader
            .read_to_end(&mut bytes)
            .map_err(|error| Problem::in_file(&self.name, error))?;
        String::from_utf8(bytes).map_err(|error| invalid_utf8(&self.name, &error))
    }
}

/// Names the line and the byte at which a file stops being UTF-8.
fn invalid_utf8(name: &str, error: &std::string::FromUtf8Error) -> Problem {
    let at = error.utf8_error().valid_up_to();
    let line = 1 + error.as_bytes()[..at]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count() as u64;
    Problem::in_line(
        name,
        line,
        format_args!("invalid UTF-8 at byte {at} of the file"),
    )
}

/// The files named, folders replaced by the files in them in order of name.
pub(crate) fn files(paths: &[PathBuf], accepted: &[&str]) -> Result<Vec<PathBuf>, Problem> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, accepted, &mut out)?;
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

fn walk(folder: &Path, accepted: &[&str], out: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let of_io = |error: io::Error| Problem::of_io(folder, &error);
    let mut entries = std::fs::read_dir(folder)
        .map_err(of_io)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(of_io)?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, accepted, out)?;
        } else if accepted.contains(&shape(&path)) {
            out.push(path);
        }
    }
    Ok(())
}

/// The extension that tells the shape of the content, compression put aside.
pub(crate) fn shape(path: &Path) -> &str {
    match extension(path) {
        "gz" | "zst" => path
            .file_stem()
            .map_or("", |stem| extension(Path::new(stem))),
        other => other,
    }
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

/// An output: standard output or a file, packed by extension.
pub(crate) struct Sink {
    writer: Box<dyn Finish>,
}

/// A writer that must be told when it is complete, since a packed file has an end mark.
trait Finish: Write + Send {
    fn finish(self: Box<Self>) -> io::Result<()>;
}

impl<W: Write + Send> Finish for BufWriter<W> {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.flush()
    }
}

impl<W: Write + Send> Finish for flate2::write::GzEncoder<W> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.flush()
    }
}

impl<W: Write + Send> Finish for zstd::Encoder<'static, W> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.flush()
    }
}

impl Sink {
    /// Opens `path`, or standard output where there is none or it is `-`.
    pub(crate) fn create(path: Option<&Path>) -> Result<Self, Problem> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            let writer = BufWriter::with_capacity(BUFFER, io::stdout());
            return Ok(Self {
                writer: Box::new(writer),
            });
        };
        let of_io = |error: io::Error| Problem::of_io(path, &error);
        let file = BufWriter::with_capacity(BUFFER, File::create(path).map_err(of_io)?);
        let writer: Box<dyn Finish> = match extension(path) {
            "gz" => Box::new(flate2::write::GzEncoder::new(
                file,
                flate2::Compression::default(),
            )),
            "zst" => Box::new(zstd::Encoder::new(file, 0).map_err(of_io)?),
            _ => Box::new(file),
        };
        Ok(Self { writer })
    }

    /// Writes `bytes` and hands them on, so that an interrupt loses nothing that is finished.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.writer
            .write_all(bytes)
            .and_then(|()| self.writer.flush())
            .map_err(|error| Stop::of_output(&error))
    }

    /// Writes the end mark of a packed file.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        self.writer
            .finish()
            .map_err(|error| Stop::of_output(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_does_not_hide_the_shape() {
        assert_eq!(shape(Path::new("rows.jsonl.gz")), "jsonl");
        assert_eq!(shape(Path::new("rows.csv")), "csv");
        assert_eq!(shape(Path::new("rows")), "");
    }

    #[test]
    fn packed_output_reads_back() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        for name in ["a.txt", "a.txt.gz", "a.txt.zst"] {
            let path = folder.path().join(name);
            let mut sink = Sink::create(Some(&path)).map_err(|p| p.to_string())?;
            sink.write("سطر\n".as_bytes()).map_err(|_| "write")?;
            sink.finish().map_err(|_| "finish")?;
            let source = Source::open(&path, &Progress::hidden()).map_err(|p| p.to_string())?;
            assert_eq!(source.read_text().map_err(|p| p.to_string())?, "سطر\n");
        }
        Ok(())
    }

    #[test]
    fn invalid_bytes_are_named_by_line() {
        let error = String::from_utf8(b"a\nb\xFF".to_vec()).unwrap_err();
        let problem = invalid_utf8("x.txt", &error);
        assert_eq!(
            problem.to_string(),
            "x.txt:2: invalid UTF-8 at byte 3 of the file"
        );
    }
}

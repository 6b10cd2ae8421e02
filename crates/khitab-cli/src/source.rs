//! Opening inputs and outputs: standard streams, plain files, gzip and zstd by extension.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::encoding;
use crate::kept::{End, Kept};
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
        let unpacked: Box<dyn Read + Send> = match extension(path).as_str() {
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
    let hint = encoding::hint(error.as_bytes());
    Problem::in_line(
        name,
        line,
        format_args!("invalid UTF-8 at byte {at} of the file{hint}"),
    )
}

/// The files named, folders replaced by the files in them in order of name; one without any is refused.
pub(crate) fn files(paths: &[PathBuf], accepted: &[&str]) -> Result<Vec<PathBuf>, Problem> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = out.len();
            walk(path, accepted, &mut out)?;
            if out.len() == before {
                let rule = format_args!("holds no file of {}", accepted.join(", "));
                return Err(Problem::in_file(path.display().to_string(), rule));
            }
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

/// Refuses an output whose folder is not there, and one that is an input or lies in a folder of them: it would be emptied
/// before it is read, or read while it is written.
pub(crate) fn check_output<'i>(
    inputs: impl IntoIterator<Item = &'i PathBuf>,
    output: Option<&Path>,
) -> Result<(), Stop> {
    let Some(output) = output.filter(|path| *path != Path::new("-")) else {
        return Ok(());
    };
    let shown = output.display();
    let Some(place) = place(output) else {
        return Err(Stop::Usage(format!("{shown}: its folder is not there")));
    };
    let read = |input: &&PathBuf| {
        let input = input.canonicalize().ok();
        input.is_some_and(|input| place == input || input.is_dir() && place.starts_with(input))
    };
    inputs.into_iter().find(read).map_or(Ok(()), |input| {
        let input = input.display();
        Err(Stop::Usage(format!(
            "{shown} would be written while {input} is read: name another output"
        )))
    })
}

/// Where a file is, or will be.
fn place(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
    path.canonicalize()
        .ok()
        .or_else(|| Some(folder.join(path.file_name()?)))
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
        } else if accepted.contains(&shape(&path).as_str()) {
            out.push(path);
        }
    }
    Ok(())
}

/// The extension that tells the shape of the content, compression put aside.
pub(crate) fn shape(path: &Path) -> String {
    let outer = extension(path);
    match outer.as_str() {
        "gz" | "zst" => path
            .file_stem()
            .map(|stem| extension(Path::new(stem)))
            .unwrap_or_default(),
        _ => outer,
    }
}

/// Whether the extension says gzip or zstd.
pub(crate) fn is_packed(path: &Path) -> bool {
    matches!(extension(path).as_str(), "gz" | "zst")
}

/// The last extension in small letters: systems that know no small ones write them as capitals.
fn extension(path: &Path) -> String {
    path.extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default()
}

/// An output: standard output or a file, packed by extension.
pub(crate) struct Sink {
    writer: Kept<Box<dyn Finish>>,
}

/// A writer that must be told when it is complete, since a packed file has an end mark.
trait Finish: Write + Send {
    fn finish(self: Box<Self>) -> io::Result<()>;
}

impl End for Box<dyn Finish> {
    fn end(self) -> io::Result<()> {
        self.finish()
    }
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
                writer: Kept::plain(Box::new(writer)),
            });
        };
        let of_io = |error: io::Error| Problem::of_io(path, &error);
        let file = BufWriter::with_capacity(BUFFER, File::create(path).map_err(of_io)?);
        let writer: Kept<Box<dyn Finish>> = match extension(path).as_str() {
            "gz" => Kept::watched(Box::new(flate2::write::GzEncoder::new(
                file,
                flate2::Compression::default(),
            ))),
            "zst" => Kept::watched(Box::new(zstd::Encoder::new(file, 0).map_err(of_io)?)),
            _ => Kept::plain(Box::new(file)),
        };
        Ok(Self { writer })
    }

    /// Writes `bytes` and hands them on, so that an interrupt loses nothing that is finished.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.stream(|writer| writer.write_all(bytes))
    }

    /// Takes `bytes` that more of the same line follow.
    pub(crate) fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.with(|writer| writer.write_all(bytes))
    }

    /// Lets `work` write, and hands on what it wrote.
    pub(crate) fn stream(
        &mut self,
        work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Stop> {
        self.writer
            .with(|writer| work(writer).and_then(|()| writer.flush()))
            .map_err(|error| Stop::of_output(&error))
    }

    /// Writes the end mark of a packed file.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        self.writer.end().map_err(|error| Stop::of_output(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_does_not_hide_the_shape() {
        assert_eq!(shape(Path::new("rows.jsonl.gz")), "jsonl");
        assert_eq!(shape(Path::new("ROWS.CSV.GZ")), "csv");
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
    fn an_input_is_never_an_output() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("in")).unwrap();
        std::fs::write(path("in/a.txt"), "نص").unwrap();
        let refused =
            |input: &str, output: &str| check_output(&[path(input)], Some(&path(output))).is_err();
        assert!(refused("in/a.txt", "in/../in/a.txt"));
        assert!(refused("in", "in/new.jsonl"));
        assert!(!refused("in/a.txt", "in/b.txt"));
        assert!(!refused("in", "out.jsonl"));
        assert!(refused("in/none.txt", "nowhere/b.txt"));
        assert!(check_output(&[path("in")], None).is_ok());
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

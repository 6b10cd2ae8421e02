//! A file as memory: a model of 300,000 features is ready before it could be read.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use khitab::features::SharedBytes;

use crate::problem::Problem;

/// The bytes of a file, mapped where that works and read where it does not (pipes, empty files).
///
/// A program that cuts the file short while it is mapped ends this one with a signal of the system. Models
/// are therefore written beside their place and moved there, which leaves the mapped file whole.
pub(crate) fn open(path: &Path) -> Result<SharedBytes, Problem> {
    let of_io = |error: std::io::Error| Problem::of_io(path, &error);
    let file = File::open(path).map_err(of_io)?;
    if file.metadata().is_ok_and(|meta| meta.is_file())
        && let Ok(map) = map(&file)
    {
        return Ok(Arc::new(map));
    }
    Ok(Arc::new(fs::read(path).map_err(of_io)?))
}

#[expect(unsafe_code, reason = "there is no safe way to map a file")]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: the map is private and never written to. What remains is a file that somebody changes in
    // place meanwhile, which nothing can rule out: khitab itself never does (see above), and readers
    // check every index and string when they use it (`khitab_features::Array`), not only on loading.
    unsafe { memmap2::MmapOptions::new().map_copy_read_only(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_any_kind_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        for content in [&b""[..], b"some bytes"] {
            let path = folder.path().join("file");
            fs::write(&path, content).unwrap();
            let bytes = open(&path).unwrap();
            assert_eq!((*bytes).as_ref(), content);
        }
        let problem = open(&folder.path().join("none")).err().unwrap();
        assert!(problem.to_string().ends_with("none: no such file"));
        let problem = open(folder.path()).err().unwrap();
        assert!(problem.to_string().ends_with("is a folder, not a file"));
    }
}

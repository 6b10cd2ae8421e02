//! Hands out every file of a data folder, so that a new list needs no line of code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDERS: [(&str, &str, &str); 7] = [
    (
        "lexicons",
        "LEXICONS",
        "Cue lists: file stem and text of each `lexicons/*.tsv`, by name.",
    ),
    (
        "gazetteers",
        "GAZETTEERS",
        "Names: file stem and text of each `gazetteers/*.tsv`, by name.",
    ),
    (
        "chars",
        "CHARS",
        "Character tables: file stem and text of each `chars/*.tsv`, by name.",
    ),
    (
        "stopwords",
        "STOPWORDS",
        "Words without a topic: file stem and text of each `stopwords/*.tsv`, by name.",
    ),
    (
        "varieties",
        "VARIETIES",
        "Words that tell varieties of Arabic apart: file stem and text of each `varieties/*.tsv`, by name.",
    ),
    (
        "grammar",
        "GRAMMAR",
        "Closed classes of words: file stem and text of each `grammar/*.tsv`, by name.",
    ),
    (
        "links",
        "LINKS",
        "Domains of platforms: file stem and text of each `links/*.tsv`, by name.",
    ),
];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder"));
    let mut code = String::new();
    for (folder, name, doc) in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        writeln!(code, "/// {doc}\npub static {name}: &[(&str, &str)] = &[")
            .expect("a string grows");
        for path in tables(&root.join(folder))? {
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            writeln!(code, "    ({stem:?}, include_str!({path:?})),").expect("a string grows");
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the folder"));
    fs::write(out.join("tables.rs"), code)
}

fn tables(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

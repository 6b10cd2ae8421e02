//! Writes out the forms of all shipped lists and the automaton that finds them: a program that reads
//! one text would wait for that longer than for the text. A broken list breaks the build.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs)]

mod error;
mod gazetteer;
mod lexicon;
mod shipped;
mod table;

use std::path::PathBuf;
use std::{env, fs};

use error::Error;
use gazetteer::Gazetteer;
use lexicon::{Automaton, Entry, Lexicon, WordClass};

fn main() -> Result<(), Box<dyn core::error::Error>> {
    println!("cargo::rerun-if-changed=src");
    let automaton = Automaton::new(&shipped::lexicons()?, shipped::gazetteer()?.variants());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("forms.txt"), automaton.text())?;
    fs::write(out.join("forms.image"), automaton.image())?;
    Ok(())
}

//! Every command in the README, in docs and under `--help` runs as it is written, in a copy of `data/samples`.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::khitab;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder with the samples in it, where a reader of the docs would stand.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(root().join("data/samples")).expect("samples ship") {
        let from = entry.expect("a file").path();
        let name = from.file_name().expect("a name");
        fs::copy(&from, folder.path().join(name)).expect("a copy");
    }
    folder
}

/// Runs lines of shell with `khitab` in the path; a line that fails ends them.
fn run(lines: &str, folder: &Path) -> Result<String, String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_khitab"));
    let path = std::env::var("PATH").unwrap_or_default();
    let here = binary.parent().expect("a folder").display();
    let done = Command::new("bash")
        .args(["-euo", "pipefail", "-c", lines])
        .env("PATH", format!("{here}:{path}"))
        .current_dir(folder)
        .output()
        .map_err(|error| error.to_string())?;
    let errors = String::from_utf8_lossy(&done.stderr);
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(format!("{}\n{errors}", done.status))
    }
}

/// The blocks that begin with a line of exactly "```sh".
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while lines.any(|line| line == "```sh") {
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(block.join("\n"));
    }
    blocks
}

#[test]
fn blocks_of_other_languages_are_left_alone() {
    let page = "```sh main\na\n```\ntext\n```sh\nb\nc\n```\n```rust\nd\n```\n```sh\ne\n```\n";
    assert_eq!(blocks(page), ["b\nc", "e"]);
}

#[test]
fn commands_of_the_pages_run_as_written() {
    let mut pages = vec![root().join("README.md")];
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        pages.push(entry.expect("a page").path());
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    let mut count = 0;
    for page in pages {
        let folder = samples();
        for block in blocks(&fs::read_to_string(&page).expect("a page")) {
            count += 1;
            if let Err(error) = run(&block, folder.path()) {
                panic!("{}:\n{block}\n{error}", page.display());
            }
        }
    }
    assert!(count > 0, "no page has a command");
}

/// The names of the commands, as `khitab help` lists them.
fn commands() -> Vec<String> {
    let help = String::from_utf8(khitab(&["help"], "").stdout).expect("UTF-8");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_has_examples_and_they_run() {
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    for command in commands {
        let done = khitab(&[&command, "--help"], "");
        let help = String::from_utf8(done.stdout).expect("UTF-8");
        let examples: Vec<&str> = help
            .lines()
            .skip_while(|line| !line.starts_with("Example"))
            .skip(1)
            .filter_map(|line| line.strip_prefix("  "))
            .collect();
        assert!(
            !examples.is_empty(),
            "khitab {command} --help shows no example"
        );
        let folder = samples();
        for example in examples {
            assert!(example.contains("khitab"), "{command}: {example:?}");
            if let Err(error) = run(example, folder.path()) {
                panic!("{example}\n{error}");
            }
        }
    }
}

#[test]
fn the_manual_and_the_completions_know_every_command() {
    let folder = samples();
    let manual = run("khitab man", folder.path()).expect("a manual");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&format!("khitab completions {shell}"), folder.path()).expect("a script");
        for command in commands() {
            assert!(script.contains(&command), "{command} is not in {shell}");
            assert!(manual.contains(&command), "{command} is not in the manual");
        }
    }
    let script = run(
        "khitab completions bash > k.bash && bash -n k.bash",
        folder.path(),
    );
    assert!(script.is_ok(), "{script:?}");
}

/// A heading as GitHub names it in links.
fn slug(heading: &str) -> String {
    let kept = heading
        .trim()
        .to_lowercase()
        .chars()
        .filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>();
    kept.replace(' ', "-")
}

/// The targets of the links of a page, those in its code left out.
fn links(page: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            code = !code;
        }
        if code {
            continue;
        }
        for rest in line.split("](").skip(1) {
            links.extend(rest.split(')').next().map(str::to_owned));
        }
    }
    links
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        pages.push(entry.expect("a page").path());
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    let mut count = 0;
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page");
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().expect("a folder").join(file),
            };
            assert!(target.exists(), "{}: {link} is not there", page.display());
            if !anchor.is_empty() {
                let text = fs::read_to_string(&target).expect("a page");
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| slug(line.trim_start_matches('#')) == anchor),
                    "{}: {link} names no heading",
                    page.display()
                );
            }
        }
    }
    assert!(count > 20, "{count} links");
}

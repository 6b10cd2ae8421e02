//! `khitab train`: labelled rows into a model file.

use khitab::features::Tokens;
use khitab::{Block, Learner, Recipe};

use crate::args::{self, Algorithm, FeatureBlock, Train, WordTokens};
use crate::commands::labelled::{Grouping, Labelled};
use crate::commands::{experiment, model};
use crate::problem::{Problem, Problems, Stop};

pub(crate) fn run(args: &Train, problems: &Problems) -> Result<(), Stop> {
    if let Some((file, run)) = args.whole.paths() {
        let report = experiment::train(file, run, problems)?.report;
        let (macro_f1, rows, run) = (report.macro_f1, report.rows, run.display());
        eprintln!("khitab: macro-F1 {macro_f1:.4} on {rows} rows tested: {run}");
        return Ok(());
    }
    let (Some(file), Some(out)) = (&args.rows, &args.model) else {
        return Err(Stop::Usage("give ROWS and --model, or --experiment".into()));
    };
    let recipe = recipe(&args.recipe)?;
    let grouping = Grouping::new(&args.group)?;
    let rows = Labelled::read(file, &args.fields, grouping, problems)?;
    let groups = if recipe.calibrates() {
        rows.groups()?
    } else {
        None
    };
    let trained = recipe
        .train(&rows.texts, &rows.labels, groups.as_deref())
        .map_err(|error| Problem::in_file(file.display().to_string(), error))?;
    model::save(&trained, out)?;
    eprintln!(
        "khitab: {} rows, {} classes, {} features: {}",
        rows.texts.len(),
        trained.classes().len(),
        trained.columns(),
        out.display()
    );
    Ok(())
}

/// The recipe that the arguments describe.
pub(crate) fn recipe(args: &args::Recipe) -> Result<Recipe, Stop> {
    if !(args.c.is_finite() && args.c > 0.0) {
        return Err(Stop::Usage(format!(
            "--c takes a number above 0, not {}",
            args.c
        )));
    }
    let algorithm = match args.algorithm {
        Algorithm::Logistic => Learner::Logistic,
        Algorithm::Svm => Learner::Svm,
    };
    Ok(Recipe {
        algorithm,
        c: args.c,
        seed: args.seed,
        risk: args.risk.clone(),
        calibrate: args.calibrate,
        ..blocks(&args.features, args.tokens)?
    })
}

/// A recipe of those blocks of features.
pub(crate) fn blocks(named: &[FeatureBlock], tokens: WordTokens) -> Result<Recipe, Stop> {
    let mut blocks: Vec<Block> = Vec::new();
    for block in named {
        let block = match block {
            FeatureBlock::Word => Block::Word,
            FeatureBlock::Char => Block::Char,
            FeatureBlock::Discourse => Block::Discourse,
        };
        if blocks.contains(&block) {
            return Err(Stop::Usage("--features names a block twice".into()));
        }
        blocks.push(block);
    }
    Ok(Recipe {
        blocks,
        tokens: match tokens {
            WordTokens::Words => Tokens::Words,
            WordTokens::Segmented => Tokens::Segmented,
            WordTokens::Stems => Tokens::Stems,
        },
        ..Recipe::default()
    })
}

//! `khitab train`: labelled rows into a model file.

use khitab::experiment::{
    Block, BlockKind, Calibrating, Experiment, Learner, LearnerKind, Purpose, Splits,
};
use khitab::features::Tokens;

use crate::args::{self, Algorithm, FeatureBlock, Train, WordTokens};
use crate::commands::labelled::{self, Grouping};
use crate::commands::{experiment, model};
use crate::problem::{Problem, Problems, Stop};
use crate::source;

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
    source::check_output([file], Some(out))?;
    let grouping = Grouping::new(&args.group)?;
    // Groups keep the inner folds of calibration whole: training has no other use for them.
    let kept = if calibrates(&args.learning) {
        grouping.names()
    } else {
        Grouping::default().names()
    };
    let experiment = experiment(
        &args.learning,
        Splits {
            group: Some(kept),
            ..Splits::default()
        },
    )?;
    let rows = labelled::read(file, &args.fields, &grouping, problems)?;
    labelled::contrasted(&rows, file, &args.fields)?;
    let trained = experiment
        .prepare(&rows)
        .and_then(|prepared| prepared.train(None))
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

/// The experiment that the arguments describe.
pub(crate) fn experiment(args: &args::LearningArgs, splits: Splits) -> Result<Experiment, Stop> {
    if !(args.c.is_finite() && args.c > 0.0) {
        return Err(Stop::Usage(format!(
            "--c takes a number above 0, not {}",
            args.c
        )));
    }
    let experiment = Experiment {
        seed: args.seed,
        features: blocks(&args.features, args.tokens)?,
        learner: Learner {
            kind: match args.algorithm {
                Algorithm::Logistic => LearnerKind::Logistic,
                Algorithm::Svm => LearnerKind::Svm,
            },
            c: Some(args.c),
            risk: args.risk.clone(),
            ..Learner::default()
        },
        splits,
        calibration: calibrates(args).then(Calibrating::default),
        card: Purpose {
            limits: "not measured on held-out data when it was written; no verdict on a person"
                .into(),
            ..Purpose::default()
        },
        ..Experiment::default()
    };
    experiment
        .resolved()
        .map_err(|fault| Stop::Usage(fault.to_string()))
}

/// Whether probabilities are learned on inner folds.
fn calibrates(args: &args::LearningArgs) -> bool {
    args.calibrate || args.algorithm == Algorithm::Svm
}

/// Those blocks of features at their defaults; the named features come last, as in every matrix.
pub(crate) fn blocks(named: &[FeatureBlock], tokens: WordTokens) -> Result<Vec<Block>, Stop> {
    let mut blocks: Vec<Block> = Vec::new();
    for block in named {
        let mut block = Block::new(match block {
            FeatureBlock::Word => BlockKind::Word,
            FeatureBlock::Char => BlockKind::CharWb,
            FeatureBlock::Discourse => BlockKind::Discourse,
        });
        if blocks.iter().any(|other| other.block == block.block) {
            return Err(Stop::Usage("--features names a block twice".into()));
        }
        if block.block == BlockKind::Word {
            block.tokens = Some(match tokens {
                WordTokens::Words => Tokens::Words,
                WordTokens::Segmented => Tokens::Segmented,
                WordTokens::Stems => Tokens::Stems,
            });
        }
        blocks.push(block);
    }
    blocks.sort_by_key(Block::is_named);
    Ok(blocks)
}

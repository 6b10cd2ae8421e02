//! Many classes taken apart into the two-class problems that solvers know.

use khitab_features::CsrMatrix;
use rayon::prelude::*;

use crate::{
    Error, HingeLoss, Multiclass, Penalty,
    model::{Link, Scheme, Weights},
    params::{ColumnRule, Regularised, Rules},
    solver::{
        Problem, Solution,
        coordinate::{self, Coordinate, Loss},
        crammer_singer::{self, Margins},
        dual_logistic, dual_svm,
        newton::{self, Multinomial},
    },
    task::{Task, Trained},
};

/// The loss that a classifier minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Objective {
    Logistic,
    Hinge(HingeLoss),
}

impl Objective {
    fn link(self) -> Link {
        if self == Self::Logistic {
            Link::Sigmoid
        } else {
            Link::None
        }
    }

    /// The loss for the primal solver, which needs a slope everywhere.
    fn smooth(self) -> Option<Loss> {
        match self {
            Self::Logistic => Some(Loss::Logistic),
            Self::Hinge(HingeLoss::Squared) => Some(Loss::SquaredHinge),
            Self::Hinge(HingeLoss::Hinge) => None,
        }
    }

    /// What holds whatever the rows are.
    ///
    /// # Errors
    /// When the plain hinge meets a penalty or a bound that its solver does not know.
    pub(crate) fn check(self, settings: &Regularised) -> Result<(), Error> {
        settings.check()?;
        if self.smooth().is_none() && needs_primal(settings) {
            return Err(Error::parameter(
                "the plain hinge knows the plain L2 penalty only: use the squared hinge",
            ));
        }
        if settings.multiclass == Multiclass::Joint {
            settings.check_plain("joint training of all classes")?;
        }
        Ok(())
    }
}

/// Whether L2 without bounds, which the dual solvers know, is not enough.
pub(crate) fn needs_primal(settings: &Regularised) -> bool {
    settings.penalty != Penalty::L2 || is_bounded(settings) || settings.free_intercept
}

pub(crate) fn is_bounded(settings: &Regularised) -> bool {
    settings.rules.as_ref().is_some_and(Rules::are_bounded)
}

/// One two-class problem: the rows of a task with a sign each.
struct Part<'a> {
    task: &'a Task<'a>,
    signs: Vec<f64>,
    costs: &'a [f64],
    warm: Option<Vec<f64>>,
    /// Tells the parts of one fit apart, for the seed.
    number: usize,
}

/// Trains by the scheme the settings ask for; two classes need one hyperplane in any of them.
pub(crate) fn train(
    task: &Task<'_>,
    settings: &Regularised,
    objective: Objective,
) -> Result<Trained, Error> {
    if task.classes() > 2 && is_bounded(settings) {
        return Err(Error::data("bounds on weights need two classes"));
    }
    if settings.multiclass == Multiclass::OneVsOne && task.classes() > 2 {
        return one_vs_one(task, settings, objective);
    }
    if settings.multiclass == Multiclass::Joint && task.classes() > 2 {
        return joint(task, settings, objective);
    }
    one_vs_rest(task, settings, objective)
}

fn one_vs_rest(
    task: &Task<'_>,
    settings: &Regularised,
    objective: Objective,
) -> Result<Trained, Error> {
    let binary = task.classes() == 2;
    let wanted: Vec<u32> = if binary {
        vec![1]
    } else {
        (0..task.classes() as u32).collect()
    };
    let costs = task.costs(settings)?;
    let solver = Solver::new(task, settings, objective)?;
    let solutions: Vec<Solution> = wanted
        .into_par_iter()
        .enumerate()
        .map(|(number, class)| {
            let sign = |&target: &u32| if target == class { 1.0 } else { -1.0 };
            let signs = task.targets().iter().map(sign).collect();
            let warm = task.warm().and_then(|weights| weights.augmented(number));
            solver.solve(&Part {
                task,
                signs,
                costs: &costs,
                warm,
                number,
            })
        })
        .collect();
    let scheme = if binary {
        Scheme::Binary
    } else {
        Scheme::OneVsRest
    };
    Ok(Trained::new(&solutions, scheme, objective.link()))
}

fn one_vs_one(
    task: &Task<'_>,
    settings: &Regularised,
    objective: Objective,
) -> Result<Trained, Error> {
    let classes = task.classes() as u32;
    let pairs: Vec<(u32, u32)> = (0..classes)
        .flat_map(|i| (i + 1..classes).map(move |j| (i, j)))
        .collect();
    let costs = task.costs(settings)?;
    let solutions: Result<Vec<Solution>, Error> = pairs
        .into_par_iter()
        .enumerate()
        .map(|(number, (first, second))| {
            let targets = task.targets();
            let rows: Vec<usize> = (0..targets.len())
                .filter(|&row| targets[row] == first || targets[row] == second)
                .collect();
            let own: Vec<u32> = rows
                .iter()
                .map(|&r| u32::from(targets[r] == first))
                .collect();
            let signs = own.iter().map(|&one| 2.0 * f64::from(one) - 1.0).collect();
            let costs: Vec<f64> = rows.iter().map(|&row| costs[row]).collect();
            let warm = task.warm().and_then(|weights| weights.augmented(number));
            let pair = task.select(&rows, own);
            let solver = Solver::new(&pair, settings, objective)?;
            Ok(solver.solve(&Part {
                task: &pair,
                signs,
                costs: &costs,
                warm,
                number,
            }))
        })
        .collect();
    Ok(Trained::new(&solutions?, Scheme::OneVsOne, Link::None))
}

/// All classes in one problem.
fn joint(task: &Task<'_>, settings: &Regularised, objective: Objective) -> Result<Trained, Error> {
    let costs = task.costs(settings)?;
    let (rows, targets, classes) = (task.rows(), task.targets(), task.classes());
    let (costs, intercept, stop) = (&costs[..], settings.intercept, settings.stop(0));
    let (weights, convergence, link) = match objective {
        Objective::Logistic => {
            let warm = task.warm().filter(|weights| weights.vectors() == classes);
            let problem = Multinomial {
                rows,
                targets,
                costs,
                classes,
                intercept,
            };
            let (weights, done) = newton::solve(&problem, &stop, warm.map(Weights::interleaved));
            (weights, done, Link::Softmax)
        }
        Objective::Hinge(_) => {
            let problem = Margins {
                rows,
                targets,
                costs,
                classes,
                intercept,
            };
            let (weights, done) = crammer_singer::solve(&problem, &stop);
            (weights, done, Link::None)
        }
    };
    let weights = Weights::from_interleaved(weights, classes);
    let convergence = vec![convergence];
    Ok(Trained {
        weights,
        scheme: Scheme::Joint,
        link,
        binarise: false,
        convergence,
    })
}

/// The right optimiser with what it needs of the columns, made once for all parts.
enum Solver<'a> {
    /// Penalty factors are put into the columns: under L2 a factor f is a column times 1/√f.
    Dual {
        settings: &'a Regularised,
        objective: Objective,
        scaled: Option<(CsrMatrix, Vec<f32>)>,
    },
    Primal {
        settings: &'a Regularised,
        loss: Loss,
        coordinates: Vec<Coordinate>,
    },
}

impl<'a> Solver<'a> {
    fn new(
        task: &Task<'_>,
        settings: &'a Regularised,
        objective: Objective,
    ) -> Result<Self, Error> {
        let width = task.rows().columns();
        let rules = settings
            .rules
            .as_ref()
            .map(|rules| rules.over(width))
            .transpose()?;
        if let (true, Some(loss)) = (needs_primal(settings), objective.smooth()) {
            let mut rules = rules.unwrap_or_else(|| vec![ColumnRule::FREE; width]);
            rules.push(ColumnRule::FREE);
            let mut coordinates: Vec<Coordinate> = rules
                .iter()
                .map(|rule| rule.coordinate(settings.penalty))
                .collect();
            if settings.free_intercept {
                let (l1, l2) = (0.0, 0.0);
                coordinates[width] = Coordinate {
                    l1,
                    l2,
                    ..coordinates[width]
                };
            }
            return Ok(Self::Primal {
                settings,
                loss,
                coordinates,
            });
        }
        let scaled = rules.map(|rules| {
            let scale: Vec<f32> = rules
                .iter()
                .map(|r| r.penalty.sqrt().recip() as f32)
                .collect();
            (scale_columns(task.rows(), &scale), scale)
        });
        Ok(Self::Dual {
            settings,
            objective,
            scaled,
        })
    }

    fn solve(&self, part: &Part<'_>) -> Solution {
        let Part {
            task,
            signs,
            costs,
            warm,
            number,
        } = part;
        let problem = |rows, settings: &Regularised| Problem {
            rows,
            signs,
            costs,
            intercept: settings.intercept,
        };
        match self {
            Self::Primal {
                settings,
                loss,
                coordinates,
            } => {
                let (problem, stop) = (problem(task.rows(), settings), settings.stop(*number));
                coordinate::solve(&problem, *loss, coordinates, &stop, warm.as_deref())
            }
            Self::Dual {
                settings,
                objective,
                scaled: None,
            } => {
                let problem = problem(task.rows(), settings);
                dual(&problem, settings, *objective, *number, warm.as_deref())
            }
            Self::Dual {
                settings,
                objective,
                scaled: Some((rows, scale)),
            } => {
                let times = |weights: &mut [f64], by: &dyn Fn(f64) -> f64| {
                    weights
                        .iter_mut()
                        .zip(scale)
                        .for_each(|(w, &s)| *w *= by(f64::from(s)));
                };
                let mut warm = warm.clone();
                warm.iter_mut().for_each(|warm| times(warm, &f64::recip));
                let problem = problem(rows, settings);
                let mut solution = dual(&problem, settings, *objective, *number, warm.as_deref());
                times(&mut solution.weights, &|s| s);
                solution
            }
        }
    }
}

fn dual(
    problem: &Problem<'_>,
    settings: &Regularised,
    objective: Objective,
    number: usize,
    warm: Option<&[f64]>,
) -> Solution {
    let stop = settings.stop(number);
    match objective {
        Objective::Logistic => dual_logistic::solve(problem, &stop, warm),
        Objective::Hinge(loss) => dual_svm::solve(problem, loss, &stop, warm),
    }
}

impl ColumnRule {
    fn coordinate(self, penalty: Penalty) -> Coordinate {
        let l1_share = match penalty {
            Penalty::L2 => 0.0,
            Penalty::L1 => 1.0,
            Penalty::ElasticNet { l1_share } => l1_share,
        };
        let Self {
            lower,
            upper,
            penalty,
        } = self;
        Coordinate {
            l1: penalty * l1_share,
            l2: penalty * (1.0 - l1_share),
            lower,
            upper,
        }
    }
}

fn scale_columns(rows: &CsrMatrix, scale: &[f32]) -> CsrMatrix {
    let mut scaled = CsrMatrix::new(rows.columns());
    let mut values = Vec::new();
    for row in 0..rows.rows() {
        let (columns, old) = rows.row(row);
        values.clear();
        values.extend(
            columns
                .iter()
                .zip(old)
                .map(|(&c, &v)| v * scale[c as usize]),
        );
        scaled.push_row(columns, &values);
    }
    scaled
}

#[cfg(test)]
mod tests;

//! Logistic regression on streams larger than memory: one pass, fixed memory.

use crate::{
    Algorithm, Error, LinearModel, Params,
    model::{Link, Scheme, Weights},
    params::above_zero,
    random::Random,
    solver::sigmoid,
    task::{Task, Trained},
};

/// FTRL-Proximal: logistic regression with a step size a column and L1 and L2 penalties
/// (McMahan et al., Ad click prediction, KDD 2013, algorithm 1).
///
/// As an [`Algorithm`] it runs over rows in memory. For a stream, ask it for a
/// [`FtrlLearner`] and feed that rows as they come; with hashed columns it never grows.
///
/// ```
/// use khitab_linear::Ftrl;
/// use linfa::ParamGuard;
///
/// let params = Ftrl::params().alpha(0.5).check()?;
/// let mut learner = params.algorithm().learner(1 << 10);
/// for _ in 0..50 {
///     learner.learn(&[3, 700], &[1.0, 1.0], true, 1.0)?;
///     learner.learn(&[4, 700], &[1.0, 1.0], false, 1.0)?;
/// }
/// assert!(learner.probability(&[3], &[1.0]) > 0.8);
/// let model = learner.model("other".to_owned(), "watched".to_owned())?;
/// assert_eq!(model.score_row(&[4], &[1.0]).label, "other");
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ftrl {
    alpha: f64,
    beta: f64,
    l1: f64,
    l2: f64,
    epochs: usize,
    seed: u64,
}

impl Ftrl {
    /// Parameters at their defaults: alpha 0.1, beta 1, no L1, L2 = 1e-6, one pass.
    #[must_use]
    pub fn params() -> Params<Self> {
        Params::of(Self {
            alpha: 0.1,
            beta: 1.0,
            l1: 0.0,
            l2: 1e-6,
            epochs: 1,
            seed: 0,
        })
    }

    /// A learner of two classes over `columns` columns: eight bytes a column, whatever comes.
    #[must_use]
    pub fn learner(&self, columns: usize) -> FtrlLearner {
        let state = vec![State::default(); columns];
        FtrlLearner {
            rates: self.clone(),
            state,
            bias: State::default(),
            rows: 0,
        }
    }
}

impl Params<Ftrl> {
    /// Sets the size of steps.
    #[must_use]
    pub fn alpha(self, alpha: f64) -> Self {
        self.with(|ftrl| ftrl.alpha = alpha)
    }

    /// Sets how long steps stay large.
    #[must_use]
    pub fn beta(self, beta: f64) -> Self {
        self.with(|ftrl| ftrl.beta = beta)
    }

    /// Sets the L1 penalty: columns seen too rarely to matter stay at zero.
    #[must_use]
    pub fn l1(self, l1: f64) -> Self {
        self.with(|ftrl| ftrl.l1 = l1)
    }

    /// Sets the L2 penalty.
    #[must_use]
    pub fn l2(self, l2: f64) -> Self {
        self.with(|ftrl| ftrl.l2 = l2)
    }

    /// Sets the number of passes over rows in memory.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        self.with(|ftrl| ftrl.epochs = epochs)
    }

    /// Sets the seed of the order in which rows in memory are visited.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        self.with(|ftrl| ftrl.seed = seed)
    }
}

/// The two sums that stand for one weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct State {
    /// Gradients, less what the changing step size owes to the weight.
    z: f32,
    /// Squared gradients.
    n: f32,
}

impl State {
    fn weight(self, rates: &Ftrl) -> f64 {
        let (z, n) = (f64::from(self.z), f64::from(self.n));
        let slowness = (rates.beta + n.sqrt()) / rates.alpha + rates.l2;
        // Without beta and L2 a gradient whose square is nothing would move its weight without end.
        if z.abs() <= rates.l1 || slowness == 0.0 {
            return 0.0;
        }
        (z.signum() * rates.l1 - z) / slowness
    }

    fn add(&mut self, gradient: f64, rates: &Ftrl) {
        let (weight, n) = (self.weight(rates), f64::from(self.n));
        let grown = n + gradient * gradient;
        let sigma = (grown.sqrt() - n.sqrt()) / rates.alpha;
        self.z += (gradient - sigma * weight) as f32;
        self.n = grown as f32;
    }
}

/// The largest gradient a row may have in one place: a column that a row repeats is summed place by
/// place. Squares are summed in 32 bits: one larger row would end all learning.
const LARGEST: f64 = 1e12;

/// A classifier of two classes that learns row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct FtrlLearner {
    rates: Ftrl,
    state: Vec<State>,
    bias: State,
    rows: u64,
}

impl FtrlLearner {
    fn decision(&self, columns: &[u32], values: &[f32]) -> f64 {
        let state = columns
            .iter()
            .map(|&column| self.state.get(column as usize));
        let product = |(state, &value): (Option<&State>, &f32)| {
            state.map_or(0.0, |state| f64::from(value) * state.weight(&self.rates))
        };
        self.bias.weight(&self.rates) + state.zip(values).map(product).sum::<f64>()
    }

    /// The probability of the positive class as far as is known now.
    #[must_use]
    pub fn probability(&self, columns: &[u32], values: &[f32]) -> f64 {
        sigmoid(self.decision(columns, values))
    }

    /// Learns from one row and returns the probability given to it before: the mean of its
    /// log loss over a stream is an honest estimate, since each row is new.
    ///
    /// # Errors
    /// When a column does not exist, a value is not finite or, times the weight, above 1e12, or the
    /// weight is negative; the row is then not learned from.
    pub fn learn(
        &mut self,
        columns: &[u32],
        values: &[f32],
        positive: bool,
        weight: f64,
    ) -> Result<f64, Error> {
        self.check(columns, values, weight)?;
        let probability = self.probability(columns, values);
        let slope = weight * (probability - f64::from(u8::from(positive)));
        for (&column, &value) in columns.iter().zip(values) {
            self.state[column as usize].add(slope * f64::from(value), &self.rates);
        }
        self.bias.add(slope, &self.rates);
        self.rows += 1;
        Ok(probability)
    }

    fn check(&self, columns: &[u32], values: &[f32], weight: f64) -> Result<(), Error> {
        let row = self.rows;
        let rule = if columns.len() != values.len() {
            format!("{} columns have {} values", columns.len(), values.len())
        } else if let Some(column) = columns.iter().find(|&&c| c as usize >= self.state.len()) {
            format!("column {column} is not below {}", self.state.len())
        } else if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            format!("the value {value} is not finite")
        } else if !weight.is_finite() || weight < 0.0 {
            format!("the weight {weight} is not a finite number of at least zero")
        } else if let Some(value) = values
            .iter()
            .find(|value| f64::from(value.abs()).max(1.0) * weight > LARGEST)
        {
            format!("the value {value} at the weight {weight} is above {LARGEST:e}")
        } else {
            return Ok(());
        };
        Err(Error::data(format!("row {row}: {rule}")))
    }

    /// How many rows were learned from.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    fn plane(&self) -> (Vec<f64>, f64) {
        let weights = self
            .state
            .iter()
            .map(|state| state.weight(&self.rates))
            .collect();
        (weights, self.bias.weight(&self.rates))
    }

    /// The model as far as is known now; the learner may go on afterwards.
    ///
    /// A decision value above zero means `positive`, whichever label comes first in order.
    ///
    /// # Errors
    /// When a weight is no number any more, as steps of an absurd size make it.
    pub fn model<L: linfa::Label>(
        &self,
        negative: L,
        positive: L,
    ) -> Result<LinearModel<L>, Error> {
        let (mut weights, mut intercept) = self.plane();
        let mut classes = vec![negative, positive];
        if classes[1] < classes[0] {
            classes.reverse();
            weights.iter_mut().for_each(|weight| *weight = -*weight);
            intercept = -intercept;
        }
        let weights = Weights::from_columns([(weights, intercept)].into_iter());
        let trained = Trained::online(weights, Scheme::Binary).finite()?;
        Ok(LinearModel::assemble(classes, trained))
    }
}

impl Algorithm for Ftrl {
    fn name(&self) -> &'static str {
        "ftrl"
    }

    fn check(&self) -> Result<(), Error> {
        above_zero("alpha", self.alpha)?;
        above_zero("epochs", self.epochs as f64)?;
        for (name, value) in [("beta", self.beta), ("l1", self.l1), ("l2", self.l2)] {
            if !value.is_finite() || value < 0.0 {
                let rule = "it must be a finite number of at least zero";
                return Err(Error::parameter(format!("{name} is {value}: {rule}")));
            }
        }
        Ok(())
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        let binary = task.classes() == 2;
        let vectors = if binary { 1 } else { task.classes() };
        let mut learners = vec![self.learner(task.rows().columns()); vectors];
        let mut random = Random::new(self.seed, 0);
        let mut order: Vec<usize> = (0..task.targets().len()).collect();
        for _ in 0..self.epochs {
            random.shuffle(&mut order);
            for &row in &order {
                let (columns, values) = task.rows().row(row);
                let target = task.targets()[row] as usize;
                for (at, learner) in learners.iter_mut().enumerate() {
                    let positive = target == if binary { 1 } else { at };
                    learner.learn(columns, values, positive, task.weight(row))?;
                }
            }
        }
        let planes: Vec<(Vec<f64>, f64)> = learners.iter().map(FtrlLearner::plane).collect();
        let scheme = if binary {
            Scheme::Binary
        } else {
            Scheme::OneVsRest
        };
        Ok(Trained::online(
            Weights::from_columns(planes.into_iter()),
            scheme,
        ))
    }
}

impl Trained {
    fn online(weights: Weights, scheme: Scheme) -> Self {
        Self {
            weights,
            scheme,
            link: Link::Sigmoid,
            binarise: false,
            convergence: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use super::*;
    use crate::solver::tests::Fixture;

    #[test]
    fn a_stream_learns_what_rows_in_memory_teach() {
        let fixture = Fixture::new(400, 10, 51);
        let params = Ftrl::params().epochs(5).check().unwrap();
        let labels: Vec<bool> = fixture.signs.iter().map(|&sign| sign > 0.0).collect();
        let model = params.learn(&fixture.rows, &labels, None).unwrap();
        let predicted = model.predict_rows(&fixture.rows);
        let right = predicted
            .iter()
            .zip(&labels)
            .filter(|(p, l)| (**p == 1) == **l)
            .count();
        assert!(right > 330, "{right} of 400");
    }

    #[test]
    fn l1_keeps_rare_columns_at_zero() {
        let params = Ftrl::params().l1(2.0).check().unwrap();
        let mut learner = params.algorithm().learner(3);
        for round in 0..200 {
            let rare: &[u32] = if round == 7 { &[0, 2] } else { &[0] };
            learner
                .learn(rare, &vec![1.0; rare.len()], true, 1.0)
                .unwrap();
            learner.learn(&[1], &[1.0], false, 1.0).unwrap();
        }
        let model = learner.model(0usize, 1).unwrap();
        let [first, second, rare] = model.weights().as_slice() else {
            panic!("three columns")
        };
        assert!(
            *first > 0.0 && *second < 0.0 && *rare == 0.0,
            "{first} {second} {rare}"
        );
    }

    #[test]
    fn labels_in_the_other_order_turn_the_model_round() {
        let params = Ftrl::params().check().unwrap();
        let mut learner = params.algorithm().learner(1);
        (0..9).for_each(|_| {
            learner.learn(&[0], &[1.0], true, 1.0).unwrap();
        });
        for (negative, positive) in [("z", "a"), ("a", "z")] {
            let model = learner.model(negative, positive).unwrap();
            assert_eq!(model.score_row(&[0], &[1.0]).label, positive);
        }
    }

    #[test]
    fn a_row_that_would_end_all_learning_is_refused() {
        let params = Ftrl::params().check().unwrap();
        let mut learner = params.algorithm().learner(2);
        let error = learner.learn(&[0, 1], &[1.0, f32::MAX], true, 1.0);
        let error = error.unwrap_err().to_string();
        assert!(error.ends_with("is above 1e12"), "{error}");
        assert!(learner.learn(&[0], &[1.0], true, 1e30).is_err());
        assert_eq!(
            (learner.rows(), learner.probability(&[0, 1], &[1.0, 1.0])),
            (0, 0.5)
        );
        for _ in 0..9 {
            learner.learn(&[1], &[1e12], true, 1.0).unwrap();
        }
        assert!(learner.model("a", "b").is_ok());
    }

    #[test]
    fn a_row_may_repeat_a_column_at_the_largest_value() {
        let params = Ftrl::params().check().unwrap();
        let mut learner = params.algorithm().learner(1);
        for positive in [true, false, true] {
            learner
                .learn(&[0; 1000], &[1e12; 1000], positive, 1.0)
                .unwrap();
        }
        assert!(learner.probability(&[0], &[1.0]).is_finite());
        assert!(learner.model("a", "b").is_ok());
    }

    #[test]
    fn a_weight_beyond_all_numbers_gives_no_model() {
        let params = Ftrl::params().alpha(1e308).l2(0.0).check().unwrap();
        let mut learner = params.algorithm().learner(1);
        learner.learn(&[0], &[1.0], true, 1.0).unwrap();
        let error = learner.model("a", "b").unwrap_err().to_string();
        assert!(error.contains("range of numbers"), "{error}");
    }

    #[test]
    fn a_gradient_too_small_to_be_squared_moves_nothing() {
        let params = Ftrl::params().beta(0.0).l2(0.0).check().unwrap();
        let mut learner = params.algorithm().learner(2);
        learner.learn(&[0, 1], &[1.0, 0.5], true, 1e-30).unwrap();
        assert_eq!(learner.probability(&[0, 1], &[1.0, 1.0]), 0.5);
        assert!(learner.model("a", "b").is_ok());
    }

    #[test]
    fn bad_rows_are_named() {
        let mut learner = Ftrl::params().check().unwrap().algorithm().learner(2);
        let error = learner.learn(&[5], &[1.0], true, 1.0).unwrap_err();
        assert_eq!(error.to_string(), "row 0: column 5 is not below 2");
        assert!(learner.learn(&[1], &[f32::NAN], true, 1.0).is_err());
        assert_eq!(learner.rows(), 0);
    }
}

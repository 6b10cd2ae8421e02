//! Learners and their settings.

use std::collections::BTreeMap;

use khitab_linear::{
    Algorithm as _, Classifier, ColumnRule, Event, Ftrl, HasRegularised, HingeLoss, Logistic,
    Multiclass, NaiveBayes, NbSvm, Params, Perceptron, Svm, ValidParams,
};
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::block::Broken;
use super::named;
use crate::Error;
use crate::bounds::discourse_rules;

/// What learns.
///
/// A name in a file, whose settings are read before any can be checked; [`Classifier`] is what they become,
/// the learner with its parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Logistic regression.
    #[default]
    Logistic,
    /// A support vector machine.
    Svm,
    /// Naive Bayes.
    NaiveBayes,
    /// A support vector machine over features weighed by naive Bayes.
    NbSvm,
    /// The averaged perceptron.
    Perceptron,
    /// FTRL-Proximal.
    Ftrl,
}

/// What keeps weights small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Penalty {
    /// Squares of weights.
    #[default]
    L2,
    /// Sizes of weights: most become zero.
    L1,
    /// Both, mixed by `l1_share`.
    ElasticNet,
}

/// Whether there is an intercept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intercept {
    /// Under the penalty, as in LIBLINEAR.
    #[default]
    Penalised,
    /// Without penalty, as in scikit-learn's logistic regression.
    Free,
    /// None.
    None,
}

/// How much the rows of a class count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ClassWeights {
    /// `equal` or `balanced`.
    Named(Balance),
    /// A weight by label; 1 for labels left out.
    ByLabel(BTreeMap<String, f64>),
}

/// Class weights that have a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// Every row alike.
    #[default]
    Equal,
    /// Every class alike.
    Balanced,
}

impl Default for ClassWeights {
    fn default() -> Self {
        Self::Named(Balance::default())
    }
}

/// Declares the settings from one list: type, documentation, and the learners that know each.
macro_rules! settings {
    ($($(#[$doc:meta])* $setting:ident: $kind:ty, $($known:ident)|+;)*) => {
        /// A learner and its settings. What is left out takes the learner's default.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Learner {
            /// What learns.
            pub kind: Kind,
            $($(#[$doc])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub $setting: Option<$kind>,)*
        }

        impl Learner {
            /// The first setting that the learner does not know.
            fn foreign(&self) -> Option<&'static str> {
                $(if self.$setting.is_some() && !matches!(self.kind, $(Kind::$known)|+) {
                    return Some(stringify!($setting));
                })*
                None
            }
        }
    };
}

settings! {
    /// The weight of the loss against the penalty (1).
    c: f64, Logistic | Svm | NbSvm;
    /// The loss of a support vector machine (squared).
    loss: HingeLoss, Svm;
    /// What keeps weights small (L2).
    penalty: Penalty, Logistic | Svm;
    /// The share of L1 in an elastic net (.5).
    l1_share: f64, Logistic | Svm;
    /// How more than two classes are taken apart (one against the rest).
    multiclass: Multiclass, Logistic | Svm;
    /// The largest violation of optimality at which training stops (.01).
    eps: f64, Logistic | Svm | NbSvm;
    /// The duality gap, as a share of the objective, at which training stops.
    gap: f64, Logistic | Svm | NbSvm;
    /// The largest number of passes (1000).
    max_iterations: usize, Logistic | Svm | NbSvm;
    /// Whether there is an intercept (penalised).
    intercept: Intercept, Logistic | Svm | NbSvm;
    /// How much the rows of a class count (equal).
    class_weights: ClassWeights, Logistic | Svm | NbSvm;
    /// The label of two that control features may speak against and never for.
    risk: String, Logistic | Svm;
    /// The penalty of discourse features, as a factor of that of n-grams.
    named_penalty: f64, Logistic | Svm;
    /// What a document is to naive Bayes (multinomial).
    event: Event, NaiveBayes;
    /// Naive Bayes: what is added to every count (1). FTRL: the size of steps (.1).
    alpha: f64, NaiveBayes | NbSvm | Ftrl;
    /// NB-SVM: how much of its own weights is kept (.25). FTRL: how long steps stay large (1).
    beta: f64, NbSvm | Ftrl;
    /// The L1 penalty of FTRL (0).
    l1: f64, Ftrl;
    /// The L2 penalty of FTRL (1e-6).
    l2: f64, Ftrl;
    /// Passes over the rows: 10 of the perceptron, 1 of FTRL.
    epochs: usize, Perceptron | Ftrl;
}

impl Learner {
    /// Writes the defaults out and refuses what does not belong to the learner.
    pub(super) fn resolve(&mut self) -> Result<(), Broken> {
        if let Some(setting) = self.foreign() {
            let kind = named(&self.kind);
            return Err((setting, format!("is no setting of {kind:?}")));
        }
        match self.kind {
            Kind::Logistic | Kind::Svm | Kind::NbSvm => self.fill_regularised()?,
            Kind::NaiveBayes => {
                self.event.get_or_insert_default();
                self.alpha.get_or_insert(1.0);
            }
            Kind::Perceptron => {
                self.epochs.get_or_insert(10);
            }
            Kind::Ftrl => {
                self.alpha.get_or_insert(0.1);
                self.beta.get_or_insert(1.0);
                self.l1.get_or_insert(0.0);
                self.l2.get_or_insert(1e-6);
                self.epochs.get_or_insert(1);
            }
        }
        Ok(())
    }

    fn fill_regularised(&mut self) -> Result<(), Broken> {
        self.c.get_or_insert(1.0);
        self.eps.get_or_insert(0.01);
        self.max_iterations.get_or_insert(1000);
        self.intercept.get_or_insert_default();
        self.class_weights.get_or_insert_default();
        if self.kind == Kind::NbSvm {
            self.alpha.get_or_insert(1.0);
            self.beta.get_or_insert(0.25);
            return Ok(());
        }
        if self.kind == Kind::Svm {
            self.loss.get_or_insert_default();
        }
        self.multiclass.get_or_insert_default();
        let penalty = *self.penalty.get_or_insert_default();
        if penalty == Penalty::ElasticNet {
            self.l1_share.get_or_insert(0.5);
        } else if self.l1_share.is_some() {
            return Err(("l1_share", "is for the penalty \"elastic_net\"".into()));
        }
        Ok(())
    }

    /// What can be said against a resolved learner without rows.
    pub(super) fn check(&self) -> Result<(), Error> {
        // Labels that rules and class weights may name: any will do here.
        let labels = match &self.risk {
            Some(risk) => vec![risk.clone(), format!("not {risk}")],
            None => Vec::new(),
        };
        let unnamed = Self {
            class_weights: None,
            ..self.clone()
        };
        unnamed.params(&labels, 0)?;
        if let Some(ClassWeights::ByLabel(weights)) = &self.class_weights {
            let wrong = weights.iter().find(|(_, w)| !(w.is_finite() && **w > 0.0));
            if let Some((label, weight)) = wrong {
                return Err(Error::new(format!(
                    "the weight of class {label:?} is {weight}: it must be a finite number above zero"
                )));
            }
        }
        Ok(())
    }

    /// The checked parameters of a resolved learner; `classes` ascend.
    pub(super) fn params(
        &self,
        classes: &[String],
        seed: u64,
    ) -> Result<ValidParams<Classifier>, Error> {
        Ok(match self.kind {
            Kind::Logistic => {
                let params = self.set_up(Logistic::params(), classes, seed)?;
                params.check()?.into_any()
            }
            Kind::Svm => {
                let params = Svm::params().loss(self.loss.unwrap_or_default());
                self.set_up(params, classes, seed)?.check()?.into_any()
            }
            Kind::NbSvm => {
                let params = NbSvm::params()
                    .alpha(self.alpha.unwrap_or(1.0))
                    .beta(self.beta.unwrap_or(0.25));
                self.set_up(params, classes, seed)?.check()?.into_any()
            }
            Kind::NaiveBayes => NaiveBayes::params()
                .event(self.event.unwrap_or_default())
                .alpha(self.alpha.unwrap_or(1.0))
                .check()?
                .into_any(),
            Kind::Perceptron => Perceptron::params()
                .epochs(self.epochs.unwrap_or(10))
                .seed(seed)
                .check()?
                .into_any(),
            Kind::Ftrl => Ftrl::params()
                .alpha(self.alpha.unwrap_or(0.1))
                .beta(self.beta.unwrap_or(1.0))
                .l1(self.l1.unwrap_or(0.0))
                .l2(self.l2.unwrap_or(1e-6))
                .epochs(self.epochs.unwrap_or(1))
                .seed(seed)
                .check()?
                .into_any(),
        })
    }

    /// The settings that all regularised learners share.
    fn set_up<A: HasRegularised>(
        &self,
        params: Params<A>,
        classes: &[String],
        seed: u64,
    ) -> Result<Params<A>, Error> {
        let penalty = match self.penalty.unwrap_or_default() {
            Penalty::L2 => khitab_linear::Penalty::L2,
            Penalty::L1 => khitab_linear::Penalty::L1,
            Penalty::ElasticNet => khitab_linear::Penalty::ElasticNet {
                l1_share: self.l1_share.unwrap_or(0.5),
            },
        };
        let mut params = params
            .c(self.c.unwrap_or(1.0))
            .eps(self.eps.unwrap_or(0.01))
            .max_iterations(self.max_iterations.unwrap_or(1000))
            .seed(seed)
            .penalty(penalty)
            .multiclass(self.multiclass.unwrap_or_default())
            .class_weights(self.weights_of(classes)?);
        if let Some(gap) = self.gap {
            params = params.gap(gap);
        }
        params = match self.intercept.unwrap_or_default() {
            Intercept::Penalised => params,
            Intercept::Free => params.free_intercept(),
            Intercept::None => params.intercept(false),
        };
        if self.risk.is_none() && self.named_penalty.is_none() {
            return Ok(params);
        }
        let rules = discourse_rules(self.risk.as_deref(), classes)?;
        let factor = self.named_penalty.unwrap_or(1.0);
        let rules: Vec<ColumnRule> = rules.into_iter().map(|rule| rule.penalty(factor)).collect();
        Ok(params.column_rules(ColumnRule::FREE, rules))
    }

    fn weights_of(&self, classes: &[String]) -> Result<khitab_linear::ClassWeights, Error> {
        Ok(match &self.class_weights {
            None | Some(ClassWeights::Named(Balance::Equal)) => khitab_linear::ClassWeights::Equal,
            Some(ClassWeights::Named(Balance::Balanced)) => khitab_linear::ClassWeights::Balanced,
            Some(ClassWeights::ByLabel(weights)) => {
                if let Some(label) = weights.keys().find(|label| !classes.contains(label)) {
                    return Err(Error::new(format!(
                        "learner.class_weights: no row has the label {label:?}"
                    )));
                }
                let weight = |class: &String| weights.get(class).copied().unwrap_or(1.0);
                khitab_linear::ClassWeights::InOrder(classes.iter().map(weight).collect())
            }
        })
    }

    /// The name of the algorithm, for a model card.
    pub(super) fn algorithm(&self, classes: &[String]) -> Result<&'static str, Error> {
        Ok(self.params(classes, 0)?.algorithm().name())
    }
}

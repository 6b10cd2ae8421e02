//! A question put to a model: how strongly does a text speak for one label?

use crate::{Error, TextModel};

/// A model, the label to look for, and the score from which on a text counts as found.
///
/// Checks and audits ask it; its score is the probability of the label where the model gives
/// probabilities, and the decision value of a two-class model otherwise.
///
/// ```
/// use khitab::{Detector, TextModel};
/// let model = TextModel::discourse()?;
/// let detector = Detector::new(&model, None, None)?;
/// assert_eq!(detector.label(), "pro-isis");
/// assert!(detector.score("اللهم اغفر لنا وارحمنا") < detector.threshold());
/// # Ok::<(), khitab::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Detector<'m> {
    model: &'m TextModel,
    class: usize,
    threshold: f64,
    probabilities: bool,
}

impl<'m> Detector<'m> {
    /// Looks for `label`, or for the one the model was bounded for, or for the second of two; from
    /// `threshold` on, or from the one in the card of the model, or else from even odds.
    ///
    /// # Errors
    /// When the model does not know the label, when there are more than two and none is named,
    /// when it has more than two and gives no probabilities, or when it gives probabilities and the
    /// threshold is none.
    pub fn new(
        model: &'m TextModel,
        label: Option<&str>,
        threshold: Option<f64>,
    ) -> Result<Self, Error> {
        let (classes, risk) = (model.classes(), model.bounded_for());
        let class = class(classes, label.or(risk))?;
        let probabilities = !model.score("").probability.is_empty();
        if !probabilities && classes.len() > 2 {
            return Err(Error::new(
                "the model gives no probabilities: train it with calibration",
            ));
        }
        if let Some(no) = threshold.filter(|asked| probabilities && !(0.0..=1.0).contains(asked)) {
            return Err(Error::new(format!(
                "the model gives probabilities: a threshold lies between 0 and 1, not {no}"
            )));
        }
        // A threshold in a card is meant for the label that the model was made for.
        let own = model.own_threshold();
        let own = own.filter(|_| risk.is_none_or(|risk| risk == classes[class]));
        let even = if probabilities { 0.5 } else { 0.0 };
        Ok(Self {
            model,
            class,
            threshold: threshold.or(own).unwrap_or(even),
            probabilities,
        })
    }

    /// The label that is looked for.
    #[must_use]
    pub fn label(&self) -> &'m str {
        &self.model.classes()[self.class]
    }

    /// The labels the model tells apart.
    #[must_use]
    pub fn labels(&self) -> &'m [String] {
        self.model.classes()
    }

    /// Scores of at least this count as found.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Whether scores are probabilities.
    #[must_use]
    pub fn probabilities(&self) -> bool {
        self.probabilities
    }

    /// How strongly a text speaks for the label.
    #[must_use]
    pub fn score(&self, text: &str) -> f64 {
        let scored = self.model.score(text);
        if self.probabilities {
            return scored.probability[self.label()]
                .as_f64()
                .unwrap_or_default();
        }
        // Of two classes the decision value speaks for the second.
        if self.class == 1 {
            scored.decision
        } else {
            -scored.decision
        }
    }
}

/// The place of the label to look for among the classes; of two it need not be named.
fn class(classes: &[String], label: Option<&str>) -> Result<usize, Error> {
    let Some(label) = label else {
        let named = format!("name the label to look for: one of {classes:?}");
        return (classes.len() == 2).then_some(1).ok_or(Error::new(named));
    };
    let place = classes.iter().position(|class| class == label);
    place.ok_or_else(|| {
        Error::new(format!(
            "the model does not know the label {label:?}: it has {classes:?}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Block, BlockKind, Experiment, Rows};

    #[test]
    fn the_card_of_the_shipped_model_says_what_to_look_for() {
        let model = TextModel::discourse().unwrap();
        let detector = Detector::new(&model, None, None).unwrap();
        assert_eq!(detector.label(), "pro-isis");
        assert_eq!(
            Some(detector.threshold()),
            model.card().parameters["threshold"].as_f64()
        );
        let other = Detector::new(&model, Some("other"), None).unwrap();
        assert_eq!(
            other.threshold(),
            0.5,
            "the threshold of the card is not for this label"
        );
        let text = "خبر";
        assert!((detector.score(text) + other.score(text) - 1.0).abs() < 1e-12);
        let error = Detector::new(&model, None, Some(5.0)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the model gives probabilities: a threshold lies between 0 and 1, not 5"
        );
        let error = Detector::new(&model, Some("hateful"), None).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("does not know the label \"hateful\"")
        );
    }

    #[test]
    fn of_three_labels_one_must_be_named() {
        let texts = ["مطر غزير", "هدف جميل", "سعر مرتفع"].repeat(12);
        let labels = ["weather", "sport", "money"].repeat(12);
        let rows = Rows {
            texts: texts.into_iter().map(String::from).collect(),
            labels: labels.into_iter().map(String::from).collect(),
            ..Rows::default()
        };
        let words = Experiment {
            features: vec![Block::new(BlockKind::Word)],
            ..Experiment::default()
        };
        let words = words.resolved().unwrap();
        let model = words.prepare(&rows).unwrap().train(None).unwrap();
        assert!(Detector::new(&model, None, None).is_err());
        let sport = Detector::new(&model, Some("sport"), None).unwrap();
        assert!(sport.score("هدف جميل") > 0.5 && sport.score("مطر غزير") < 0.5);
    }
}

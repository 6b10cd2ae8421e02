//! A model of texts: what turns a text into a row, and what scores the row.

use std::borrow::Cow;
use std::io::Write;

use khitab_features::{
    Document, Extractor, FeatureId, FeatureVector, FittedVectorizer, SharedBytes,
};
use khitab_linear::evaluate::Evaluation;
use khitab_linear::{Card, LinearModel, Model, Score, Storage};
use rayon::prelude::*;

use crate::Error;
use crate::frame::{Abstention, Risk, Side};
use crate::report::{Explained, Scored, TextCounts, is_arabic};

/// A vectoriser, the linear model over its columns, the card that tells where both come from, and,
/// where the columns ask for it, the extractor of discourse features.
///
/// One file holds it all: [`TextModel::write_to`] and [`TextModel::from_bytes`].
#[derive(Debug)]
pub struct TextModel {
    model: Model,
    extractor: Option<Extractor>,
}

impl TextModel {
    /// A model just learned; `extractor` made its discourse features.
    pub(crate) fn new(
        vectorizer: FittedVectorizer,
        linear: LinearModel<String>,
        card: Card,
        extractor: Option<Extractor>,
    ) -> Result<Self, Error> {
        let model = Model::new(linear, Some(vectorizer), card)?;
        Ok(Self { model, extractor })
    }

    /// The model in the bytes of a file that [`TextModel::write_to`] wrote; they may be mapped memory.
    ///
    /// # Errors
    /// When the bytes are no model, are damaged, are of another version, or ask for discourse features
    /// that this version does not have.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::of(Model::from_bytes(bytes)?)
    }

    /// As [`TextModel::from_bytes`], but the model stays in its bytes, such as a file mapped into memory.
    ///
    /// # Errors
    /// As [`TextModel::from_bytes`].
    pub fn from_shared(bytes: &SharedBytes) -> Result<Self, Error> {
        Self::of(Model::from_shared(bytes)?)
    }

    /// The model `khitab-discourse` that ships: supporters of one organisation against everything else,
    /// from named features alone. Its card says what it must not be used for.
    ///
    /// # Errors
    /// Never for the file that ships: a test reads it.
    pub fn discourse() -> Result<Self, Error> {
        Self::from_bytes(khitab_data::DISCOURSE_MODEL)
    }

    /// The model `khitab-register` that ships: `scripture`, `news` (and encyclopaedia) or `social`.
    ///
    /// ```
    /// let register = khitab::TextModel::register()?;
    /// assert_eq!(register.score("أعلنت الوزارة أن عدد الطلاب ارتفع هذا العام بنسبة كبيرة").predicted, "news");
    /// # Ok::<(), khitab::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`TextModel::discourse`].
    pub fn register() -> Result<Self, Error> {
        Self::from_bytes(khitab_data::REGISTER_MODEL)
    }

    /// The model `khitab-offensive` that ships: `offensive` or `clean`, one column beside others. Far less
    /// often right on a set that it has not seen than on its own: see `docs/MODEL-CARD.md`.
    ///
    /// # Errors
    /// As [`TextModel::discourse`].
    pub fn offensive() -> Result<Self, Error> {
        Self::from_bytes(khitab_data::OFFENSIVE_MODEL)
    }

    fn of(model: Model) -> Result<Self, Error> {
        let vectorizer = model
            .vectorizer()
            .ok_or_else(|| Error::new("the model has no vectorizer: it cannot read texts"))?;
        let extractor = discourse_columns(vectorizer)?;
        Ok(Self { model, extractor })
    }

    /// Gives it another card: what was measured, what it is for.
    ///
    /// # Errors
    /// When the card leaves out what a reader must know.
    pub fn with_card(self, card: Card) -> Result<Self, Error> {
        let (vectorizer, linear) = (self.vectorizer().clone(), self.linear().clone());
        Ok(Self {
            model: Model::new(linear, Some(vectorizer), card)?,
            extractor: self.extractor,
        })
    }

    /// Writes the model as one file, weights as 32-bit numbers.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write_to(&self, out: impl Write) -> Result<(), Error> {
        self.write_as(out, Storage::F32)
    }

    /// Writes the model as one file, with weights of fewer bytes where `storage` says so.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write_as(&self, out: impl Write, storage: Storage) -> Result<(), Error> {
        Ok(self.model.write_to(out, storage)?)
    }

    /// What the model says about itself.
    #[must_use]
    pub fn card(&self) -> &Card {
        self.model.card()
    }

    fn vectorizer(&self) -> &FittedVectorizer {
        self.model
            .vectorizer()
            .expect("a text model is made of a model with a vectorizer")
    }

    fn linear(&self) -> &LinearModel<String> {
        self.model.linear()
    }

    /// The labels it tells apart, ascending.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        self.linear().classes()
    }

    /// How many features it knows.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.vectorizer().columns()
    }

    /// What it says of a text.
    #[must_use]
    pub fn score(&self, text: &str) -> Scored {
        self.scored(
            &self
                .linear()
                .score(&self.row(text, FittedVectorizer::transform_one, None)),
        )
    }

    /// A score on its scale, beside the threshold of the card (an even chance without one); nothing for a model
    /// that was not bounded for a risk or gives no probabilities.
    ///
    /// ```
    /// let model = khitab::TextModel::discourse()?;
    /// let risk = model.risk(&model.score("الطقس جميل اليوم")).unwrap();
    /// assert!(risk.label == "pro-isis" && risk.probability < risk.band.0 && risk.band.0 < risk.threshold);
    /// # Ok::<(), khitab::Error>(())
    /// ```
    #[must_use]
    pub fn risk(&self, score: &Scored) -> Option<Risk> {
        let label = self.bounded_for()?;
        let probability = score.probability.get(label)?.as_f64()?;
        let threshold = self.own_threshold().unwrap_or(0.5);
        Some(Risk::new(label.to_owned(), probability, threshold))
    }

    /// Why nobody should rest on what it said of a text: there is no Arabic in it or hardly any, or the score lies near the
    /// threshold; nothing where the score lies above. Evidence is not weighed: [`Pipeline::analyze`](crate::Pipeline::analyze)
    /// does, and reads a text in Latin letters that the lists know.
    ///
    /// ```
    /// use khitab::{Abstention, TextModel};
    /// let model = TextModel::register()?;
    /// let why = |text| model.abstains(text, &model.score(text));
    /// assert_eq!(why("hello"), Some(Abstention::NoArabic));
    /// assert_eq!(why("صباح الخير"), None);
    /// # Ok::<(), khitab::Error>(())
    /// ```
    #[must_use]
    pub fn abstains(&self, text: &str, score: &Scored) -> Option<Abstention> {
        match self.risk(score).map(|risk| risk.side()) {
            Some(Side::Above) => None,
            Some(Side::Near) => Some(Abstention::NearThreshold),
            Some(Side::Below) | None if mostly_arabic(text) => None,
            Some(Side::Below) | None => TextCounts::of(&Document::plain(text)).unread(),
        }
    }

    /// The label of the risk that its weights were bounded for, as the card says.
    pub(crate) fn bounded_for(&self) -> Option<&str> {
        self.card().parameters.get("risk")?.as_str()
    }

    /// The threshold in the card.
    pub(crate) fn own_threshold(&self) -> Option<f64> {
        self.card().parameters.get("threshold")?.as_f64()
    }

    /// What it says of a text, and why: features with the places behind them.
    #[must_use]
    pub fn explain(&self, text: &str) -> (Scored, Explained) {
        self.explain_measured(text, None)
    }

    /// As [`TextModel::explain`], with the discourse features of the text where they are known already.
    pub(crate) fn explain_measured(
        &self,
        text: &str,
        named: Option<&FeatureVector>,
    ) -> (Scored, Explained) {
        let row = self.row(text, FittedVectorizer::explain, named);
        let score = self.linear().score(&row);
        // Of two classes the second is the one that positive weights speak for.
        let class = if self.classes().len() == 2 {
            1
        } else {
            score.class
        };
        let explained = self.linear().explain(&row, class).map(|explanation| {
            let label = self.classes()[class].clone();
            Explained::new(label, &explanation, |feature| {
                self.vectorizer().name(feature).into_owned()
            })
        });
        let mut scored = self.scored(&score);
        let explained = explained.unwrap_or_default();
        scored.decision = explained.decision();
        (scored, explained)
    }

    /// How good it is on labelled texts it has not seen.
    ///
    /// # Errors
    /// When the numbers of texts and labels differ.
    pub fn evaluate<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        labels: &[String],
    ) -> Result<Evaluation<String>, Error> {
        let rows = match &self.extractor {
            None => self.vectorizer().transform(texts)?,
            Some(extractor) => {
                let named = discourse(extractor, texts);
                self.vectorizer().transform_with(texts, &named)?
            }
        };
        Ok(Evaluation::of(self.linear(), &rows, labels)?)
    }

    fn row(
        &self,
        text: &str,
        terms: impl Fn(&FittedVectorizer, &str) -> FeatureVector,
        named: Option<&FeatureVector>,
    ) -> FeatureVector {
        let Some(extractor) = &self.extractor else {
            return terms(self.vectorizer(), text);
        };
        let named = named.map_or_else(|| Cow::Owned(extractor.extract(text)), Cow::Borrowed);
        let own = self.vectorizer().vectorizer().own_words(text, &named);
        let mut row = terms(self.vectorizer(), &own);
        // The columns were compared when the model was made or read.
        let fits = self.vectorizer().push_named(&mut row, &named);
        debug_assert!(fits.is_ok(), "{fits:?}");
        row
    }

    fn scored(&self, score: &Score<String>) -> Scored {
        Scored::new(self.classes(), score)
    }
}

/// Whether at least every second letter is Arabic: then the words need not be counted.
fn mostly_arabic(text: &str) -> bool {
    let (mut arabic, mut others) = (0_usize, 0_usize);
    for letter in text.chars() {
        if is_arabic(letter) {
            arabic += 1;
        } else if letter.is_alphabetic() {
            others += 1;
        }
    }
    arabic > 0 && arabic >= others
}

/// The extractor that the columns after the n-grams ask for, when they are its own.
fn discourse_columns(vectorizer: &FittedVectorizer) -> Result<Option<Extractor>, Error> {
    let (terms, columns) = (vectorizer.idf().len() as u32, vectorizer.columns() as u32);
    if terms == columns {
        return Ok(None);
    }
    let extractor = Extractor::default();
    let own = extractor.space().names();
    let asked = (terms..columns).map(|column| vectorizer.name(FeatureId(column)));
    if asked.len() == own.len() && asked.zip(own).all(|(asked, own)| asked == own.as_str()) {
        return Ok(Some(extractor));
    }
    Err(Error::new(
        "the model asks for discourse features of another version of khitab: train it again",
    ))
}

/// The discourse features of every text, in parallel.
pub(crate) fn discourse<T: AsRef<str> + Sync>(
    extractor: &Extractor,
    texts: &[T],
) -> Vec<FeatureVector> {
    texts
        .par_iter()
        .map(|text| extractor.extract(text.as_ref()))
        .collect()
}

#[cfg(test)]
mod tests {
    use khitab_features::{Feature, Role};

    use super::*;

    /// The weights of a feature in the shipped model, over everything and, where it has them, in use.
    fn weights(model: &TextModel, extractor: &Extractor, feature: &Feature) -> Vec<f64> {
        let column = extractor.space().id(feature.id).unwrap().0 as usize;
        let columns = column..=column + usize::from(feature.scoped);
        columns
            .map(|column| f64::from(model.linear().weights().of(column)[0]))
            .collect()
    }

    #[test]
    fn the_shipped_model_keeps_its_bounds() {
        let model = TextModel::discourse().unwrap();
        assert_eq!(model.classes(), ["other", "pro-isis"]);
        let extractor = Extractor::default();
        let mut controls = 0;
        for feature in extractor.features() {
            let weights = weights(&model, &extractor, feature);
            let most = weights.iter().copied().fold(f64::MIN, f64::max);
            match feature.role {
                Role::Control => {
                    assert!(most <= 0.0, "the control {} raises a score", feature.id);
                    controls += weights.len();
                }
                _ if feature.block == "I"
                    || feature.id.starts_with("A4") && feature.id != "A4.other" =>
                {
                    assert!(weights.iter().all(|w| *w == 0.0), "{} speaks", feature.id);
                }
                _ if feature.scoped => {
                    assert!(
                        weights[0] <= 0.0,
                        "to mention {} raises a score",
                        feature.id
                    );
                    if crate::bounds::is_shared(feature) {
                        assert!(most <= 3.0, "{} decides alone", feature.id);
                    }
                }
                _ => {}
            }
        }
        assert!(controls > 20, "{controls} columns");
    }

    #[test]
    fn ordinary_texts_stay_under_the_threshold() {
        let model = TextModel::discourse().unwrap();
        let threshold = model.card().parameters["threshold"].as_f64().unwrap();
        let sample = include_str!("../../../data/samples/article.txt");
        let texts = [
            "اللهم اغفر لنا وارحمنا وأدخلنا الجنة",
            "اللهم انصر المجاهدين",
            "اللهم كن مع إخواننا المجاهدين في فلسطين",
            "قال المتحدث إن الشرطة أوقفت عنصرا من داعش",
            "أدان الأزهر جرائم داعش وقال إنها لا تمت للإسلام بصلة",
            sample,
        ];
        for text in texts.into_iter().chain(sample.split("\n\n")) {
            let score = model.score(text).probability["pro-isis"].as_f64().unwrap();
            assert!(score < threshold, "{score}: {text}");
        }
    }

    #[test]
    fn the_small_models_know_their_registers_and_spare_religion() {
        let register = TextModel::register().unwrap();
        assert_eq!(register.classes(), ["news", "scripture", "social"]);
        let offensive = TextModel::offensive().unwrap();
        assert_eq!(offensive.classes(), ["clean", "offensive"]);
        for (text, place, tone) in [
            (
                "قل هو الله أحد الله الصمد لم يلد ولم يولد",
                "scripture",
                "clean",
            ),
            (
                "أعلنت الوزارة أن عدد الطلاب ارتفع هذا العام بنسبة كبيرة",
                "news",
                "clean",
            ),
            (
                "هههههه والله يا جماعة الفيلم ده حلو اوي 😂😂",
                "social",
                "clean",
            ),
            ("اخرس يا حيوان يا غبي", "social", "offensive"),
        ] {
            assert_eq!(register.score(text).predicted, place, "{text}");
            assert_eq!(offensive.score(text).predicted, tone, "{text}");
        }
        let prayer = "اللهم اغفر لنا وارحمنا وأدخلنا الجنة";
        assert_eq!(offensive.score(prayer).predicted, "clean");
    }
}

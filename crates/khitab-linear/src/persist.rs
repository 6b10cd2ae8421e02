//! A model in one file: safetensors arrays, with everything else as JSON in their header.
//!
//! Reading takes bytes that may be mapped memory. Every size is checked against every other
//! before an array is used, so a damaged or hostile file ends in an error.

mod arrays;
mod prune;

use std::io::Write;

use khitab_features::{
    FeatureVector, FittedVectorizer, SharedBytes, Terms, Vectorizer, VectorizerParts,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Calibration, Convergence, Error, LinearModel, Link, Scheme, Score, Weights, card::Card,
    task::Trained,
};
use arrays::{Arrays, File, Writer};

pub use arrays::Storage;

/// The only format this version writes and reads.
pub const FORMAT: &str = "khitab.model/1";

/// A classifier with the vectorizer that makes its rows and the card that describes it.
///
/// ```
/// use khitab_features::{Ngrams, Vectorizer};
/// use khitab_linear::{Card, DataSource, Logistic, Model, Storage};
/// use linfa::ParamGuard;
///
/// let texts = ["كتاب جديد", "كتاب قديم", "بيت جديد", "بيت قديم"];
/// let labels = ["book", "book", "house", "house"].map(String::from);
/// let (vectorizer, rows) = Vectorizer::builder().block(Ngrams::words(1..=1)).build()?.fit(&texts)?;
/// let linear = Logistic::params().c(10.0).check()?.learn(&rows, &labels, None)?;
/// let card = Card {
///     name: "books and houses".into(),
///     intended_use: "to show how a model is stored".into(),
///     limits: "knows four words".into(),
///     training: vec![DataSource { name: "four lines above".into(), ..DataSource::default() }],
///     ..Card::default()
/// };
/// let bytes = Model::new(linear, Some(vectorizer), card)?.to_bytes(Storage::F16)?;
/// let model = Model::from_bytes(&bytes)?;
/// assert_eq!(model.score_text("هذا البيت بيت")?.label, "house");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    linear: LinearModel<String>,
    vectorizer: Option<FittedVectorizer>,
    card: Card,
}

/// Whether the strings of n-grams are read: scoring does without, explaining does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strings {
    Keep,
    Skip,
}

/// What stands in the header beside the arrays.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: String,
    classes: Vec<String>,
    scheme: Scheme,
    link: Link,
    binarise: bool,
    calibration: Option<Calibration>,
    convergence: Vec<Convergence>,
    vectorizer: Option<Vectorizer>,
    documents: usize,
    data_sha256: String,
    card: Card,
}

/// Read before the rest, so that another version is named as such.
#[derive(Deserialize)]
struct Format {
    format: String,
}

impl Model {
    /// Puts a model together.
    ///
    /// # Errors
    /// When the vectorizer has other columns than the classifier, or the card is incomplete.
    pub fn new(
        linear: LinearModel<String>,
        vectorizer: Option<FittedVectorizer>,
        card: Card,
    ) -> Result<Self, Error> {
        card.check()?;
        let columns = linear.weights().columns();
        if let Some(own) = vectorizer.as_ref().map(FittedVectorizer::columns)
            && own != columns
        {
            return Err(Error::model(format!(
                "the vectorizer has {own} columns, the classifier {columns}"
            )));
        }
        Ok(Self {
            linear,
            vectorizer,
            card,
        })
    }

    /// The classifier.
    #[must_use]
    pub fn linear(&self) -> &LinearModel<String> {
        &self.linear
    }

    /// The vectorizer, when the model has one.
    #[must_use]
    pub fn vectorizer(&self) -> Option<&FittedVectorizer> {
        self.vectorizer.as_ref()
    }

    /// The card.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The row of a text without named features.
    ///
    /// # Errors
    /// When the model has no vectorizer.
    pub fn row(&self, text: &str) -> Result<FeatureVector, Error> {
        let vectorizer = self.vectorizer.as_ref();
        vectorizer
            .map(|vectorizer| vectorizer.transform_one(text))
            .ok_or_else(|| Error::model("the model has no vectorizer: give it rows"))
    }

    /// Scores a text; named features count zero.
    ///
    /// # Errors
    /// When the model has no vectorizer.
    pub fn score_text(&self, text: &str) -> Result<Score, Error> {
        Ok(self.linear.score(&self.row(text)?))
    }

    /// Writes the model.
    ///
    /// # Errors
    /// When a weight does not fit the storage or the writer fails.
    pub fn write_to(&self, mut out: impl Write, storage: Storage) -> Result<(), Error> {
        let bytes = self.to_bytes(storage)?;
        out.write_all(&bytes)
            .map_err(|error| Error::model(error.to_string()))
    }

    /// The bytes of the model's file; the same model gives the same bytes.
    ///
    /// # Errors
    /// When a weight does not fit the storage.
    pub fn to_bytes(&self, storage: Storage) -> Result<Vec<u8>, Error> {
        let mut writer = Writer::default();
        writer.weights(self.linear.weights(), storage)?;
        let parts = self.vectorizer.as_ref().map(FittedVectorizer::parts);
        if let Some(parts) = &parts {
            writer.push("hashes", &parts.hashes);
            writer.push("columns", &parts.columns);
            writer.push("ends", &parts.ends);
            writer.push("idf", &parts.idf);
            writer.push("named_scale", &parts.scale);
            if let Some((text, ends)) = parts.terms.as_ref().map(Terms::parts) {
                writer.push("terms", text);
                writer.push("term_ends", ends);
            }
        }
        let header = Header {
            format: FORMAT.to_owned(),
            classes: self.linear.classes().to_vec(),
            scheme: self.linear.scheme(),
            link: self.linear.link(),
            binarise: self.linear.binarises(),
            calibration: self.linear.calibration().cloned(),
            convergence: self.linear.convergence().to_vec(),
            documents: parts.as_ref().map_or(0, |parts| parts.documents),
            vectorizer: parts.map(|parts| parts.vectorizer),
            data_sha256: writer.sha256(),
            card: self.card.clone(),
        };
        let header = serde_json::to_string(&header).map_err(|e| Error::model(e.to_string()))?;
        writer.finish(header)
    }

    /// Reads a model with the strings of its n-grams, so that explanations can name them.
    ///
    /// # Errors
    /// When the bytes are no model of this format, or do not fit together.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(File::Borrowed(bytes), Strings::Keep)
    }

    /// Reads a model that stays in its bytes, such as a file mapped into memory: nothing that grows with
    /// its columns is copied but an index, and the strings of n-grams are looked at when one is named.
    ///
    /// # Errors
    /// As for [`Model::from_bytes`].
    ///
    /// ```no_run
    /// # fn map(path: &str) -> std::io::Result<Vec<u8>> { std::fs::read(path) }
    /// use std::sync::Arc;
    /// let model = khitab_linear::Model::from_shared(&(Arc::new(map("posts.khitab")?) as _))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_shared(bytes: &SharedBytes) -> Result<Self, Error> {
        Self::read(File::Shared(bytes), Strings::Keep)
    }

    /// Reads a model for scoring: the strings of n-grams are left where they are.
    ///
    /// # Errors
    /// As for [`Model::from_bytes`].
    pub fn for_scoring(bytes: &[u8]) -> Result<Self, Error> {
        Self::read(File::Borrowed(bytes), Strings::Skip)
    }

    /// Compares the arrays with the SHA-256 in the header. Reading does not: it takes longer
    /// than all the rest.
    ///
    /// # Errors
    /// When a byte of the arrays was changed.
    pub fn verify(bytes: &[u8]) -> Result<(), Error> {
        let (arrays, header) = header(File::Borrowed(bytes))?;
        if arrays.sha256() == header.data_sha256 {
            return Ok(());
        }
        Err(Error::model(
            "the arrays do not have the sha-256 that the header names",
        ))
    }

    fn read(file: File<'_>, strings: Strings) -> Result<Self, Error> {
        let (arrays, header) = header(file)?;
        let weights = arrays.weights()?;
        check_shape(&header, &weights)?;
        let vectorizer = header
            .vectorizer
            .map(|vectorizer| read_vectorizer(&arrays, vectorizer, header.documents, strings))
            .transpose()?;
        let trained = Trained {
            weights,
            scheme: header.scheme,
            link: header.link,
            binarise: header.binarise,
            convergence: header.convergence,
        };
        let linear = LinearModel::assemble(header.classes, trained);
        let linear = match header.calibration {
            Some(calibration) => linear.with_calibration(calibration)?,
            None => linear,
        };
        Self::new(linear, vectorizer, header.card)
    }
}

/// The SHA-256 of bytes, in hexadecimal: for the rows and lexicons that a card names.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn header(file: File<'_>) -> Result<(Arrays<'_>, Header), Error> {
    let (arrays, text) = Arrays::read(file)?;
    let damaged = |error: serde_json::Error| Error::model(format!("the model header: {error}"));
    let Format { format } = serde_json::from_str(&text).map_err(damaged)?;
    if format != FORMAT {
        let format: String = format.chars().take(40).collect();
        return Err(Error::model(format!(
            "the model is of format {format:?}: this version reads {FORMAT:?}"
        )));
    }
    let header = serde_json::from_str(&text).map_err(damaged)?;
    Ok((arrays, header))
}

/// Classes ascend, and there are as many hyperplanes as the scheme needs for them.
fn check_shape(header: &Header, weights: &Weights) -> Result<(), Error> {
    let classes = header.classes.len();
    if classes < 2 || !header.classes.is_sorted_by(|a, b| a < b) {
        return Err(Error::model(
            "the classes are not at least two different ones in order",
        ));
    }
    let expected = match header.scheme {
        Scheme::Binary => 1,
        Scheme::OneVsRest | Scheme::Joint => classes,
        Scheme::OneVsOne => classes * (classes - 1) / 2,
    };
    if (header.scheme == Scheme::Binary) != (classes == 2) || weights.vectors() != expected {
        let vectors = weights.vectors();
        return Err(Error::model(format!(
            "{vectors} vectors do not serve {classes} classes"
        )));
    }
    Ok(())
}

fn read_vectorizer(
    arrays: &Arrays<'_>,
    vectorizer: Vectorizer,
    documents: usize,
    strings: Strings,
) -> Result<FittedVectorizer, Error> {
    let terms = match strings {
        Strings::Keep => read_terms(arrays)?,
        Strings::Skip => None,
    };
    let parts = VectorizerParts {
        vectorizer,
        hashes: arrays.get("hashes")?,
        columns: arrays.get("columns")?,
        ends: arrays.get("ends")?.into_vec(),
        idf: arrays.get("idf")?,
        scale: arrays.get("named_scale")?.into_vec(),
        terms,
        documents,
    };
    FittedVectorizer::from_parts(parts).map_err(|error| Error::model(error.to_string()))
}

fn read_terms(arrays: &Arrays<'_>) -> Result<Option<Terms>, Error> {
    if !arrays.has("terms") {
        return Ok(None);
    }
    let terms = Terms::lazy(arrays.get("terms")?, arrays.get("term_ends")?);
    terms
        .map(Some)
        .ok_or_else(|| Error::model("the strings of the n-grams do not fit their ends"))
}

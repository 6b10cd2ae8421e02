//! Arrays of numbers in a safetensors file.

use std::collections::HashMap;

use half::{f16, slice::HalfFloatSliceExt as _};
use khitab_features::{Array, SharedBytes};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use sha2::{Digest, Sha256};

use crate::{Error, Weights};

/// The key of our JSON in the header's metadata.
const KEY: &str = "khitab";

/// The header of a model is thousands of bytes long; a value of two bytes in it may take seventy in memory.
const LONGEST_HEADER: u64 = 1 << 24;

/// How weights are stored; they are read back as `f32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// Four bytes a weight, as learned.
    #[default]
    F32,
    /// Two bytes a weight, three decimal digits. No accuracy was lost on any set tried.
    F16,
    /// One byte a weight: 127 steps up to each hyperplane's largest.
    I8,
}

/// A number as safetensors knows it, lowest byte first.
pub(super) trait Stored: Copy {
    const DTYPE: Dtype;
    fn write(self, out: &mut Vec<u8>);
}

macro_rules! stored {
    ($($number:ty => $dtype:ident),*) => {$(
        impl Stored for $number {
            const DTYPE: Dtype = Dtype::$dtype;

            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}

stored!(u8 => U8, i8 => I8, u32 => U32, u64 => U64, f16 => F16, f32 => F32, f64 => F64);

/// Collects arrays, then writes them behind one header.
#[derive(Default)]
pub(super) struct Writer {
    arrays: Vec<(&'static str, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Writer {
    pub(super) fn push<N: Stored>(&mut self, name: &'static str, values: &[N]) {
        self.push_shaped(name, vec![values.len()], values.iter().copied());
    }

    fn push_shaped<N: Stored>(
        &mut self,
        name: &'static str,
        shape: Vec<usize>,
        values: impl Iterator<Item = N>,
    ) {
        let mut bytes = Vec::new();
        values.for_each(|value| value.write(&mut bytes));
        self.arrays.push((name, N::DTYPE, shape, bytes));
    }

    pub(super) fn weights(&mut self, weights: &Weights, storage: Storage) -> Result<(), Error> {
        let shape = vec![weights.columns(), weights.vectors()];
        let values = weights.as_slice().iter().copied();
        match storage {
            Storage::F32 => self.push_shaped("weights", shape, values),
            Storage::F16 => {
                if let Some(weight) = values.clone().find(|&w| !f16::from_f32(w).is_finite()) {
                    return Err(Error::model(format!(
                        "weight {weight} is too large for 16 bits"
                    )));
                }
                self.push_shaped("weights", shape, values.map(f16::from_f32));
            }
            Storage::I8 => {
                let steps = steps(weights);
                let step = |at: usize| steps[at % steps.len()];
                let stored = values
                    .enumerate()
                    .map(|(at, w)| (w / step(at)).round() as i8);
                self.push_shaped("weights", shape, stored);
                self.push("weight_steps", &steps);
            }
        }
        self.push("intercepts", weights.intercepts());
        Ok(())
    }

    pub(super) fn sha256(&self) -> String {
        let views = self
            .arrays
            .iter()
            .map(|(name, .., bytes)| (*name, bytes.as_slice()));
        digest(views.collect())
    }

    pub(super) fn finish(self, header: String) -> Result<Vec<u8>, Error> {
        let damaged = |error: safetensors::SafeTensorError| Error::model(error.to_string());
        let views: Result<Vec<_>, _> = self
            .arrays
            .iter()
            .map(|(name, dtype, shape, bytes)| {
                Ok((*name, TensorView::new(*dtype, shape.clone(), bytes)?))
            })
            .collect();
        // One key only: the order of several would change from run to run.
        let metadata = HashMap::from([(KEY.to_owned(), header)]);
        safetensors::serialize(views.map_err(damaged)?, Some(metadata)).map_err(damaged)
    }
}

/// One step of an eighth-bit weight a hyperplane; 1 where all weights are zero.
fn steps(weights: &Weights) -> Vec<f32> {
    let mut largest = vec![0.0f32; weights.vectors()];
    for column in 0..weights.columns() {
        for (largest, weight) in largest.iter_mut().zip(weights.of(column)) {
            *largest = largest.max(weight.abs());
        }
    }
    largest
        .into_iter()
        .map(|most| if most > 0.0 { most / 127.0 } else { 1.0 })
        .collect()
}

/// The bytes of a file.
#[derive(Clone, Copy)]
pub(super) enum File<'a> {
    /// Arrays are copied out of them.
    Borrowed(&'a [u8]),
    /// Arrays stay in them.
    Shared(&'a SharedBytes),
}

impl<'a> File<'a> {
    fn bytes(self) -> &'a [u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

/// The arrays of a file, still in its bytes.
pub(super) struct Arrays<'a> {
    tensors: SafeTensors<'a>,
    file: File<'a>,
}

impl<'a> Arrays<'a> {
    /// Checks sizes and offsets and gives our part of the header.
    pub(super) fn read(file: File<'a>) -> Result<(Self, String), Error> {
        let bytes = file.bytes();
        let damaged =
            |error: safetensors::SafeTensorError| Error::model(format!("not a model: {error}"));
        let length = bytes
            .first_chunk()
            .map_or(0, |first| u64::from_le_bytes(*first));
        if length > LONGEST_HEADER {
            return Err(Error::model(format!(
                "not a model: a header of {length} bytes, {LONGEST_HEADER} are read at most"
            )));
        }
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let ours = metadata.metadata().as_ref().and_then(|map| map.get(KEY));
        let header = ours
            .cloned()
            .ok_or_else(|| Error::model("the file has arrays, but no khitab header"))?;
        let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
        Ok((Self { tensors, file }, header))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.tensors.names().contains(&name)
    }

    fn view(&self, name: &str) -> Result<TensorView<'a>, Error> {
        self.tensors
            .tensor(name)
            .map_err(|_| Error::model(format!("the model has no array {name:?}")))
    }

    /// The numbers of an array, where they lie if the file is shared.
    pub(super) fn get<N>(&self, name: &str) -> Result<Array<N>, Error>
    where
        N: Stored + khitab_features::Number,
    {
        let data = self.data::<N>(name)?;
        Ok(match self.file {
            File::Borrowed(_) => N::copied(data).into(),
            File::Shared(bytes) => {
                let start = data.as_ptr().addr() - self.file.bytes().as_ptr().addr();
                Array::shared(bytes, start..start + data.len())
            }
        })
    }

    /// The bytes of an array of that kind of numbers.
    fn data<N: Stored>(&self, name: &str) -> Result<&'a [u8], Error> {
        let view = self.view(name)?;
        if view.dtype() != N::DTYPE {
            let (found, wanted) = (view.dtype(), N::DTYPE);
            return Err(Error::model(format!(
                "array {name:?} is {found}, not {wanted}"
            )));
        }
        Ok(view.data())
    }

    pub(super) fn weights(&self) -> Result<Weights, Error> {
        let intercepts = self.get::<f64>("intercepts")?.into_vec();
        let view = self.view("weights")?;
        let values: Array<f32> = match view.dtype() {
            Dtype::F16 => {
                let (chunks, _) = self.data::<f16>("weights")?.as_chunks();
                let halves: Vec<f16> = chunks.iter().map(|c| f16::from_le_bytes(*c)).collect();
                halves.to_f32_vec().into()
            }
            Dtype::I8 => self.stepped(intercepts.len())?.into(),
            _ => self.get("weights")?,
        };
        let weights = Weights::new(values, intercepts)?;
        let (columns, vectors) = (weights.columns(), weights.vectors());
        if view.shape() != [columns, vectors] {
            return Err(Error::model(format!(
                "the weights have the shape {:?}, not {columns} by {vectors}",
                view.shape()
            )));
        }
        Ok(weights)
    }

    fn stepped(&self, vectors: usize) -> Result<Vec<f32>, Error> {
        let steps = self.get::<f32>("weight_steps")?;
        if steps.len() != vectors || vectors == 0 {
            let steps = steps.len();
            return Err(Error::model(format!(
                "{steps} weight steps stand for {vectors} vectors"
            )));
        }
        let stored = self.get::<i8>("weights")?;
        let (steps, mut weights) = (&*steps, Vec::with_capacity(stored.len()));
        for column in stored.chunks(vectors) {
            weights.extend(
                column
                    .iter()
                    .zip(steps)
                    .map(|(&w, step)| f32::from(w) * step),
            );
        }
        Ok(weights)
    }

    pub(super) fn sha256(&self) -> String {
        let arrays = self.tensors.tensors();
        digest(
            arrays
                .iter()
                .map(|(name, view)| (name.as_str(), view.data()))
                .collect(),
        )
    }
}

/// The SHA-256 over names and bytes, by name.
fn digest(mut arrays: Vec<(&str, &[u8])>) -> String {
    arrays.sort_unstable_by_key(|(name, _)| *name);
    let mut hash = Sha256::new();
    for (name, bytes) in arrays {
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

//! Numbers of one's own, or numbers that lie in shared bytes such as a mapped file.

use core::ops::{Deref, DerefMut, Range};
use std::fmt;
use std::sync::Arc;

use zerocopy::{FromBytes, Immutable, KnownLayout};

/// Bytes that several owners read: a buffer, or a file mapped into memory.
pub type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A number that a file holds as its bytes, lowest first.
pub trait Number: FromBytes + Immutable + KnownLayout + Copy + 'static {
    /// The numbers of some bytes, wherever they lie; what is left over at the end is ignored.
    fn copied(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn copied(bytes: &[u8]) -> Vec<Self> {
                let (chunks, _) = bytes.as_chunks();
                chunks.iter().map(|chunk| Self::from_le_bytes(*chunk)).collect()
            }
        }
    )*};
}

numbers!(u8, i8, u32, u64, f32, f64);

/// A slice of numbers that is read where it lies.
///
/// ```
/// use std::sync::Arc;
/// use khitab_features::{Array, SharedBytes};
/// let file: SharedBytes = Arc::new(vec![0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
/// assert_eq!(*Array::<u32>::shared(&file, 4..12), [1, 2]);
/// assert_eq!(*Array::<u32>::from(vec![1, 2]), [1, 2]);
/// ```
#[derive(Clone)]
pub struct Array<T>(Place<T>);

#[derive(Clone)]
enum Place<T> {
    Own(Vec<T>),
    /// Checked when it was made: in bounds, aligned, a whole number of elements.
    Shared(SharedBytes, Range<usize>),
}

impl<T: Number> Array<T> {
    /// The numbers in a range of shared bytes, little-endian. They are copied where they cannot be read
    /// in place: on big-endian machines and when they are not aligned. Bytes past the end are none.
    #[must_use]
    pub fn shared(bytes: &SharedBytes, range: Range<usize>) -> Self {
        let found = (**bytes).as_ref().get(range.clone()).unwrap_or_default();
        let in_place = cfg!(target_endian = "little") && <[T]>::ref_from_bytes(found).is_ok();
        if in_place && !found.is_empty() {
            return Self(Place::Shared(Arc::clone(bytes), range));
        }
        Self(Place::Own(T::copied(found)))
    }

    /// The numbers as a vector, copied if they are shared.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self.0 {
            Place::Own(numbers) => numbers,
            Place::Shared(..) => self.to_vec(),
        }
    }
}

impl Array<f32> {
    /// Whether every number lies between `-most` and `most`; what is none does not. Reads to the end in any
    /// case, and so without a branch: several numbers at a time.
    #[must_use]
    pub fn all_within(&self, most: f32) -> bool {
        self.iter()
            .fold(true, |all, number| all & (number.abs() <= most))
    }
}

impl<T: Number> Deref for Array<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Place::Own(numbers) => numbers,
            Place::Shared(bytes, range) => {
                let found = (**bytes).as_ref().get(range.clone()).unwrap_or_default();
                <[T]>::ref_from_bytes(found).unwrap_or_default()
            }
        }
    }
}

/// To be written to, shared numbers become one's own.
impl<T: Number> DerefMut for Array<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        if let Place::Shared(..) = self.0 {
            self.0 = Place::Own(self.to_vec());
        }
        match &mut self.0 {
            Place::Own(numbers) => numbers,
            Place::Shared(..) => &mut [],
        }
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self(Place::Own(numbers))
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self(Place::Own(Vec::new()))
    }
}

impl<T: Number + fmt::Debug> fmt::Debug for Array<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Number + PartialEq> PartialEq for Array<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Number + Eq> Eq for Array<T> {}

#[cfg(feature = "serde")]
impl<T: Number + serde::Serialize> serde::Serialize for Array<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Array<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_in_place_is_copied() {
        let bytes: Vec<u8> = (0..64).collect();
        let shared: SharedBytes = Arc::new(bytes.clone());
        for start in 0..8 {
            let array = Array::<u64>::shared(&shared, start..start + 16);
            let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
            assert_eq!(*array, [number(start), number(start + 8)]);
        }
    }

    #[test]
    fn what_is_beyond_is_seen_anywhere() {
        for odd in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            for at in 0..9 {
                let mut numbers = vec![f32::MAX; 9];
                assert!(Array::from(numbers.clone()).all_within(f32::MAX));
                assert!(!Array::from(numbers.clone()).all_within(1e30));
                numbers[at] = odd;
                assert!(!Array::from(numbers).all_within(f32::MAX), "{odd} at {at}");
            }
        }
    }

    #[test]
    fn a_range_past_the_end_holds_nothing() {
        let shared: SharedBytes = Arc::new(vec![1u8; 8]);
        assert!(Array::<u32>::shared(&shared, 4..12).is_empty());
        assert!(Array::<u32>::shared(&shared, 9..9).is_empty());
    }
}

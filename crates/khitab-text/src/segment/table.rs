//! A static map from 64-bit keys to small numbers, read where it lies.
//!
//! A binary fuse map: each key has three cells whose exclusive or is its fingerprint and its
//! value. It takes 1.13 to 1.3 cells a key, every look-up reads exactly three, and nothing is
//! built at load. A key that is not in it is taken for one that is with probability
//! 2^-fingerprint. Graf and Lemire, "Binary Fuse Filters", ACM JEA 27 (2022).

use std::borrow::Cow;

use super::SegmenterError;

const MAGIC: &[u8; 4] = b"KHT1";
const HEADER: usize = 24;
/// More attempts than any set of distinct keys has ever needed.
const ATTEMPTS: u64 = 100;

/// `CELL` bytes a cell, the lowest `VALUE` bits of it the number, the rest the fingerprint.
#[derive(Clone, Debug)]
pub(crate) struct Table<const CELL: usize, const VALUE: u32> {
    bytes: Cow<'static, [u8]>,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    /// Cells of one segment less one; a power of two less one.
    mask: u32,
    /// Cells in which the first of the three may lie.
    starts: u32,
    seed: u64,
}

impl Shape {
    fn for_keys(keys: usize) -> Self {
        let n = (keys.max(2)) as f64;
        let exponent = (n.ln() / 3.33_f64.ln() + 2.25).floor().clamp(2.0, 18.0);
        let segment = 1_u32 << exponent as u32;
        let factor = (0.875 + 0.25 * 1e6_f64.ln() / n.ln()).max(1.125);
        let segments = ((n * factor) as u32).div_ceil(segment).max(3) - 2;
        Self {
            mask: segment - 1,
            starts: segments * segment,
            seed: 0,
        }
    }

    fn cells(self) -> usize {
        self.starts as usize + 2 * (self.mask as usize + 1)
    }

    /// The three cells of a hash.
    fn places(self, hash: u64) -> [usize; 3] {
        let first = ((u128::from(hash) * u128::from(self.starts)) >> 64) as u32;
        let segment = self.mask + 1;
        [
            first as usize,
            ((first + segment) ^ ((hash >> 18) as u32 & self.mask)) as usize,
            ((first + 2 * segment) ^ (hash as u32 & self.mask)) as usize,
        ]
    }
}

impl<const CELL: usize, const VALUE: u32> Table<CELL, VALUE> {
    const WIDTH: u32 = 8 * CELL as u32;

    /// Reads a table in the form that [`Table::build`] writes.
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, SegmenterError> {
        let wrong = |what| Err(SegmenterError::table(what));
        if bytes.len() < HEADER || &bytes[..4] != MAGIC {
            return wrong("is not a khitab table, version 1");
        }
        if bytes[4] as usize != CELL || u32::from(bytes[5]) != VALUE {
            return wrong("has cells of another width");
        }
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let shape = Shape {
            mask: word(8),
            starts: word(12),
            seed: u64::from(word(16)) | u64::from(word(20)) << 32,
        };
        let segment = u64::from(shape.mask) + 1;
        if !segment.is_power_of_two() || u64::from(shape.starts) % segment != 0 || shape.starts == 0
        {
            return wrong("has a broken shape");
        }
        let cells = u64::from(shape.starts) + 2 * segment;
        if cells > u64::from(u32::MAX) || (bytes.len() - HEADER) as u64 != cells * CELL as u64 {
            return wrong("is shorter or longer than its header says");
        }
        Ok(Self { bytes, shape })
    }

    /// Makes the bytes of a table; where a key comes twice, its first number stays.
    ///
    /// Deterministic: the same set of pairs gives the same bytes in any order.
    pub(crate) fn build(pairs: &[(u64, u32)]) -> Vec<u8> {
        let mut pairs = pairs.to_vec();
        pairs.sort_by_key(|&(key, _)| key);
        pairs.dedup_by_key(|&mut (key, _)| key);
        let mut shape = Shape::for_keys(pairs.len());
        let order = (0..ATTEMPTS).find_map(|seed| {
            shape.seed = seed;
            peel(shape, &pairs)
        });
        let mut cells = vec![0_u32; shape.cells()];
        // In reverse, each key's free cell is the last of its three to be set.
        for (at, place) in order.unwrap_or_default().into_iter().rev() {
            let (key, value) = pairs[at];
            let hash = mix(key, shape.seed);
            let [a, b, c] = shape.places(hash);
            cells[place] = 0;
            cells[place] = cells[a] ^ cells[b] ^ cells[c] ^ Self::cell(hash, value);
        }
        Self::write(shape, &cells)
    }

    fn write(shape: Shape, cells: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + CELL * cells.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[CELL as u8, VALUE as u8, 0, 0]);
        bytes.extend_from_slice(&shape.mask.to_le_bytes());
        bytes.extend_from_slice(&shape.starts.to_le_bytes());
        bytes.extend_from_slice(&shape.seed.to_le_bytes());
        for cell in cells {
            bytes.extend_from_slice(&cell.to_le_bytes()[..CELL]);
        }
        bytes
    }

    /// A number that changes with any byte.
    pub(crate) fn checksum(&self) -> u64 {
        let (groups, rest) = self.bytes.as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        let step = |sum: u64, group: &[u8; 8]| mix(sum ^ u64::from_le_bytes(*group), 1);
        groups
            .iter()
            .chain([&last])
            .fold(self.bytes.len() as u64, step)
    }

    /// The number of `key`, if it is there.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<u32> {
        let hash = mix(key, self.shape.seed);
        let [a, b, c] = self.shape.places(hash);
        let cell = self.at(a) ^ self.at(b) ^ self.at(c) ^ Self::cell(hash, 0);
        (cell >> VALUE == 0).then_some(cell)
    }

    #[inline]
    fn at(&self, place: usize) -> u32 {
        // The four bytes that end with the cell are one look; before the first lies the header.
        let end = HEADER + CELL * (place + 1);
        let bytes = self.bytes[..end].last_chunk();
        bytes.map_or(0, |&bytes| u32::from_le_bytes(bytes)) >> (u32::BITS - Self::WIDTH)
    }

    #[inline]
    const fn cell(hash: u64, value: u32) -> u32 {
        let fingerprint = (hash ^ (hash >> 32)) as u32;
        let all = if Self::WIDTH >= 32 {
            u32::MAX
        } else {
            (1 << Self::WIDTH) - 1
        };
        (fingerprint << VALUE & all) | value
    }
}

/// Takes keys off that have a cell to themselves until none is left: (key, its cell) in the
/// order taken, or `None` when a knot remains and another seed is due.
fn peel(shape: Shape, pairs: &[(u64, u32)]) -> Option<Vec<(usize, usize)>> {
    let mut keys = vec![(0_u32, 0_usize); shape.cells()];
    for (at, &(key, _)) in pairs.iter().enumerate() {
        for place in shape.places(mix(key, shape.seed)) {
            keys[place].0 += 1;
            keys[place].1 ^= at;
        }
    }
    let mut alone: Vec<usize> = (0..keys.len())
        .filter(|&place| keys[place].0 == 1)
        .collect();
    let mut order = Vec::with_capacity(pairs.len());
    while let Some(place) = alone.pop() {
        if keys[place].0 != 1 {
            continue;
        }
        let at = keys[place].1;
        order.push((at, place));
        for other in shape.places(mix(pairs[at].0, shape.seed)) {
            keys[other].0 -= 1;
            keys[other].1 ^= at;
            if keys[other].0 == 1 {
                alone.push(other);
            }
        }
    }
    (order.len() == pairs.len()).then_some(order)
}

/// Spreads a key over all bits, another way for each seed.
#[inline]
const fn mix(key: u64, seed: u64) -> u64 {
    let seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    fold(key ^ 0xA076_1D64_78BD_642F, 0x8EBC_6AF0_9C88_C6E3 ^ seed)
}

/// Multiplies and folds the product: the step of wyhash (Wang Yi).
#[inline]
pub(super) const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table<const C: usize, const V: u32>(pairs: &[(u64, u32)]) -> Table<C, V> {
        Table::read(Table::<C, V>::build(pairs).into()).expect("own bytes")
    }

    #[test]
    fn strangers_are_rare() {
        let pairs: Vec<_> = (0..20_000_u64)
            .map(|key| (mix(key, 7), (key % 256) as u32))
            .collect();
        let table: Table<3, 8> = table(&pairs);
        assert!(
            pairs
                .iter()
                .all(|&(key, value)| table.get(key) == Some(value))
        );
        let strangers = (20_000..120_000).filter(|&key| table.get(mix(key, 7)).is_some());
        assert!(strangers.count() < 12, "1.5 expected at 16 bits");
    }

    #[test]
    fn hostile_bytes_are_refused() {
        let good = Table::<2, 4>::build(&[(1, 2), (3, 4)]);
        let refuse = |bytes: Vec<u8>| {
            Table::<2, 4>::read(bytes.into())
                .map(|_| ())
                .map_err(|e| e.to_string())
        };
        assert!(refuse(good.clone()).is_ok());
        assert_eq!(
            refuse(good[..good.len() - 1].to_vec()).unwrap_err(),
            "segmenter table is shorter or longer than its header says"
        );
        assert!(refuse(Vec::new()).is_err());
        for at in 0..HEADER {
            let mut bytes = good.clone();
            bytes[at] ^= 0xFF;
            if let Ok(table) = Table::<2, 4>::read(bytes.into()) {
                table.get(1);
            }
        }
        assert!(Table::<3, 8>::read(good.into()).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_key_is_found(pairs in proptest::collection::btree_map(any::<u64>(), 0_u32..16, 0..300)) {
            let pairs: Vec<_> = pairs.into_iter().collect();
            let table: Table<2, 4> = table(&pairs);
            for &(key, value) in &pairs {
                prop_assert_eq!(table.get(key), Some(value));
            }
            let mut backwards = pairs.clone();
            backwards.reverse();
            prop_assert_eq!(Table::<2, 4>::build(&pairs), Table::<2, 4>::build(&backwards));
        }
    }
}

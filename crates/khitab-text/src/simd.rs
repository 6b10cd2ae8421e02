//! Bytes that are looked at sixty-four together.

use std::sync::LazyLock;

use fearless_simd::{Level, Select, Simd, SimdBase, SimdInt, SimdInto, u8x16, u8x32};

/// Bytes of one vector, one for each bit of a mask.
pub(crate) const WIDTH: usize = 64;

/// The vector instructions of this processor.
#[inline]
pub(crate) fn level() -> Level {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    *LEVEL
}

/// A window with the byte before it and the one behind.
pub(crate) type Window = [u8; WIDTH + 2];

/// The window from `at` on; `filler` stands for bytes beyond the text.
#[inline(always)]
pub(crate) fn window<'w>(bytes: &'w [u8], at: usize, filler: &'w mut Window) -> &'w Window {
    if let Some(before) = at.checked_sub(1)
        && let Some(window) = bytes.get(before..).and_then(<[u8]>::first_chunk)
    {
        return window;
    }
    let from = at.saturating_sub(1);
    let to = bytes.len().min(at + WIDTH + 1);
    let start = 1 + from - at;
    filler[start..start + to - from].copy_from_slice(&bytes[from..to]);
    filler
}

/// The lowest `count` bits, at most sixty-four; without a branch.
#[inline(always)]
pub(crate) const fn below(count: usize) -> u64 {
    let all = (count as u64 / WIDTH as u64).wrapping_neg();
    !(u64::MAX << (count % WIDTH)) | all
}

/// A table of sixteen bytes.
pub(crate) type Row = [u8; 16];

/// Each byte's entry in `row`; a byte is a number below sixteen, or at least 128 and gives zero.
#[inline(always)]
pub(crate) fn lookup<S: Simd>(simd: S, row: &Row, at: S::u8s) -> S::u8s {
    let mut bytes = [0; WIDTH];
    let bytes = &mut bytes[..S::u8s::N];
    at.store_slice(bytes);
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = simd.level().as_avx2() {
        if let Some(bytes) = bytes.first_chunk_mut() {
            lookup_avx2(avx2, row, bytes);
        }
        return S::u8s::from_slice(simd, bytes);
    }
    for byte in &mut *bytes {
        *byte = row[usize::from(*byte) % 16] & (*byte >> 7).wrapping_sub(1);
    }
    S::u8s::from_slice(simd, bytes)
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    #[inline(always)]
    fn lookup_avx2(avx2: Avx2, row: &Row, bytes: &mut [u8; 32]) {
        use core::arch::x86_64::{_mm256_broadcastsi128_si256, _mm256_shuffle_epi8};
        let row = _mm256_broadcastsi128_si256(u8x16::from_slice(avx2, row).into());
        let at = u8x32::from_slice(avx2, bytes).into();
        let found: u8x32<_> = _mm256_shuffle_epi8(row, at).simd_into(avx2);
        found.store_slice(bytes);
    }
);

/// Moves the bytes whose bit is set together to the front; gives how many they are. What lies
/// behind them is anything.
#[inline(always)]
pub(crate) fn keep<S: Simd>(simd: S, bytes: &mut [u8; WIDTH], kept: u64) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = simd.level().as_avx2() {
        keep_avx2(avx2, bytes, kept);
        return kept.count_ones() as usize;
    }
    let _ = simd;
    keep_runs(bytes, kept)
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// Eight bytes at a time, without a branch: runs between marks are short and their lengths
    /// cannot be foretold.
    #[inline(always)]
    fn keep_avx2(avx2: Avx2, bytes: &mut [u8; WIDTH], kept: u64) {
        let mut written = 0;
        let masks = ones_avx2(avx2, kept);
        for from in (0..WIDTH).step_by(8) {
            let eight = |bytes: &[u8; WIDTH]| {
                let eight = bytes[from..].first_chunk().copied();
                u64::from_le_bytes(eight.unwrap_or_default())
            };
            let packed = core::arch::x86_64::_pext_u64(eight(bytes), eight(&masks));
            // What was written never goes beyond what was read.
            bytes[written..written + 8].copy_from_slice(&packed.to_le_bytes());
            written += (kept >> from & 0xFF).count_ones() as usize;
        }
    }
);

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// A byte of ones for each bit.
    #[inline(always)]
    fn ones_avx2(avx2: Avx2, bits: u64) -> [u8; WIDTH] {
        use core::arch::x86_64::{_mm256_set_epi64x, _mm256_set1_epi32, _mm256_shuffle_epi8};
        const EACH: i64 = 0x0101_0101_0101_0101;
        let own = u8x32::from_fn(avx2, |at| 1 << (at % 8));
        let mut ones = [0; WIDTH];
        for (at, ones) in ones.chunks_exact_mut(32).enumerate() {
            let half = _mm256_set1_epi32((bits >> (32 * at)) as i32);
            let byte = _mm256_set_epi64x(3 * EACH, 2 * EACH, EACH, 0);
            let copies: u8x32<_> = _mm256_shuffle_epi8(half, byte).simd_into(avx2);
            let set = (copies & own).simd_eq(own);
            set.select(u8x32::splat(avx2, 0xFF), u8x32::splat(avx2, 0))
                .store_slice(ones);
        }
        ones
    }
);

/// The same run by run.
fn keep_runs(bytes: &mut [u8; WIDTH], mut kept: u64) -> usize {
    let mut written = 0;
    while kept != 0 {
        let start = kept.trailing_zeros() as usize;
        let run = (kept >> start).trailing_ones() as usize;
        bytes.copy_within(start..start + run, written);
        written += run;
        kept &= !below(start + run);
    }
    written
}

/// Moves the bits of `from`, lowest first, to the places that are set in `to`.
#[inline(always)]
pub(crate) fn spread<S: Simd>(simd: S, from: u64, to: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = simd.level().as_avx2() {
        return spread_avx2(avx2, from, to);
    }
    let _ = simd;
    spread_bits(from, to)
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    #[inline(always)]
    fn spread_avx2(avx2: Avx2, from: u64, to: u64) -> u64 {
        core::arch::x86_64::_pdep_u64(from, to)
    }
);

/// The same bit by bit.
const fn spread_bits(mut from: u64, mut to: u64) -> u64 {
    let mut spread = 0;
    while from != 0 {
        let lowest = to & to.wrapping_neg();
        spread |= lowest & (from & 1).wrapping_neg();
        to &= to.wrapping_sub(1);
        from >>= 1;
    }
    spread
}

#[cfg(test)]
mod tests {
    use fearless_simd::dispatch;

    use super::*;

    #[test]
    fn kept_bytes_move_to_the_front() {
        let mut kept = 0x9E37_79B9_7F4A_7C15_u64;
        for round in 0..1000 {
            let source: [u8; WIDTH] = core::array::from_fn(|at| at as u8);
            let expected: Vec<u8> = (0..64).filter(|at| kept >> at & 1 == 1).collect();
            let (mut fast, mut plain) = (source, source);
            let len = dispatch!(level(), simd => keep(simd, &mut fast, kept));
            assert_eq!(fast[..len], expected, "{round}");
            let len = keep_runs(&mut plain, kept);
            assert_eq!(plain[..len], expected, "{round}");
            kept = kept.rotate_left(7).wrapping_mul(0x5851_F42D_4C95_7F2D);
            kept |= if round % 3 == 0 { u64::MAX << 40 } else { 0 };
        }
    }

    #[test]
    fn bits_are_spread_over_places() {
        assert_eq!(spread_bits(0b1011, 0b1_0101_0010), 0b1_0001_0010);
        assert_eq!(spread_bits(u64::MAX, u64::MAX), u64::MAX);
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..1000 {
            let (from, to) = (bits, bits.rotate_left(29) | bits << 3);
            let fast = dispatch!(level(), simd => spread(simd, from, to));
            assert_eq!(fast, spread_bits(from, to));
            bits = bits.rotate_left(7).wrapping_mul(0x5851_F42D_4C95_7F2D);
        }
    }

    #[test]
    fn windows_hold_the_bytes_around_and_filler_beyond() {
        let bytes: Vec<u8> = (1..=200).collect();
        for at in 0..bytes.len() {
            let mut filler = [0; WIDTH + 2];
            let window = window(&bytes, at, &mut filler);
            for (place, byte) in window.iter().enumerate() {
                let from = (at + place).checked_sub(1);
                let expected = from.and_then(|from| bytes.get(from));
                assert_eq!(*byte, expected.copied().unwrap_or(0), "{at} {place}");
            }
        }
    }

    #[test]
    fn below_counts_from_the_lowest_bit() {
        assert_eq!([below(0), below(1), below(63)], [0, 1, u64::MAX >> 1]);
        assert_eq!(below(WIDTH), u64::MAX);
    }
}

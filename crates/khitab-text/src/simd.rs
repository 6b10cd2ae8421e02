//! Bytes that are looked at sixty-four together.

use std::sync::LazyLock;

use fearless_simd::Level;

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

#[cfg(test)]
mod tests {
    use super::*;

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

//! Sorts numbers of 32 bits digit by digit.

/// Fewer are sorted by comparison.
const FEW: usize = 32;

/// Sorts `numbers`, with `room` for as many again.
///
/// The columns of a text are a few hundred numbers in no order that a processor could foresee: digit by
/// digit, with the digits of all passes counted in one, takes half of the time of comparing.
pub(super) fn sort(numbers: &mut Vec<u32>, room: &mut Vec<u32>) {
    if numbers.len() < FEW {
        numbers.sort_unstable();
        return;
    }
    let bits = u32::BITS - numbers.iter().fold(0, |all, n| all | n).leading_zeros();
    match bits {
        0..=14 => by_digits::<7, 2>(numbers, room),
        15..=21 => by_digits::<7, 3>(numbers, room),
        _ => by_digits::<8, 4>(numbers, room),
    }
}

/// Sorts by `PASSES` digits of `WIDTH` bits (eight at most), the lowest first.
fn by_digits<const WIDTH: u32, const PASSES: usize>(numbers: &mut Vec<u32>, room: &mut Vec<u32>) {
    let digit =
        |number: u32, pass: usize| (number >> (WIDTH * pass as u32)) as usize & ((1 << WIDTH) - 1);
    let mut ends = [[0u32; 256]; PASSES];
    for &number in &*numbers {
        for (pass, ends) in ends.iter_mut().enumerate() {
            ends[digit(number, pass)] += 1;
        }
    }
    room.resize(numbers.len(), 0);
    for (pass, ends) in ends.iter_mut().enumerate() {
        let mut before = 0;
        for end in &mut ends[..1 << WIDTH] {
            before += core::mem::replace(end, before);
        }
        for &number in &*numbers {
            let end = &mut ends[digit(number, pass)];
            room[*end as usize] = number;
            *end += 1;
        }
        core::mem::swap(numbers, room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_however_many_and_however_large() {
        let mut room = Vec::new();
        for bits in [0, 1, 7, 13, 14, 15, 21, 22, 24, 31, 32] {
            for count in [0, 1, FEW - 1, FEW, 170, 70_000] {
                let spread = |n: u32| n.wrapping_mul(0x9E37_79B9).rotate_left(n % 32);
                let numbers = (0..count as u32).map(|n| spread(n / 2).checked_shr(32 - bits));
                let mut numbers: Vec<u32> = numbers.map(Option::unwrap_or_default).collect();
                let mut expected = numbers.clone();
                expected.sort_unstable();
                sort(&mut numbers, &mut room);
                assert_eq!(numbers, expected, "{count} of {bits} bits");
            }
        }
    }
}

//! The fifth of the groups of a set whose rows nobody reads, so that lists are not written after them.

/// Whether rows of that group stay unread: the MD5 of its name, as a number, is divisible by five.
///
/// ```
/// let unread = (0..1000).filter(|n| khitab_examples::unread::is_unread(&format!("g{n}"))).count();
/// assert!((150..250).contains(&unread));
/// ```
#[must_use]
pub fn is_unread(group: &str) -> bool {
    let rest = md5(group.as_bytes())
        .iter()
        .fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % 5);
    rest == 0
}

/// How far each round turns, four by four (RFC 1321).
const TURNS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// MD5 (RFC 1321): no secret hangs on it, it only draws lots.
fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut message = bytes.to_vec();
    message.push(0x80);
    message.resize(message.len().next_multiple_of(64), 0);
    if bytes.len() % 64 >= 56 {
        message.resize(message.len() + 64, 0);
    }
    let length = message.len() - 8;
    message[length..].copy_from_slice(&(bytes.len() as u64 * 8).to_le_bytes());

    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let mixed = mix(state, block);
        for (old, new) in state.iter_mut().zip(mixed) {
            *old = old.wrapping_add(new);
        }
    }
    let mut out = [0; 16];
    for (to, word) in out.chunks_exact_mut(4).zip(state) {
        to.copy_from_slice(&word.to_le_bytes());
    }
    out
}

fn mix([mut a, mut b, mut c, mut d]: [u32; 4], block: &[u8]) -> [u32; 4] {
    for step in 0..64 {
        let (chosen, at) = match step / 16 {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), (7 * step) % 16),
        };
        let constant = ((step as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32;
        let word = [0, 1, 2, 3].map(|byte| block[4 * at + byte]);
        let sum = a
            .wrapping_add(chosen)
            .wrapping_add(constant)
            .wrapping_add(u32::from_le_bytes(word));
        let turned = sum.rotate_left(TURNS[step / 16][step % 4]);
        (a, d, c, b) = (d, c, b, b.wrapping_add(turned));
    }
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_md5() {
        for (text, hash) in [
            ("", 0xd41d_8cd9_8f00_b204_e980_0998_ecf8_427e_u128),
            ("abc", 0x9001_5098_3cd2_4fb0_d696_3f7d_28e1_7f72),
        ] {
            assert_eq!(u128::from_be_bytes(md5(text.as_bytes())), hash, "{text}");
        }
        let long = "1234567890".repeat(8);
        let hash = 0x57ed_f4a2_2be3_c955_ac49_da2e_2107_b67a_u128;
        assert_eq!(u128::from_be_bytes(md5(long.as_bytes())), hash);
    }
}

//! Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with a rate of 136 bytes and the padding
//! of the original submission (01 in place of 06).

const RATE_BYTES: usize = 136;

const ROUNDS: [u64; 24] = [
    0x0000_0000_0000_0001,
    0x0000_0000_0000_8082,
    0x8000_0000_0000_808A,
    0x8000_0000_8000_8000,
    0x0000_0000_0000_808B,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8009,
    0x0000_0000_0000_008A,
    0x0000_0000_0000_0088,
    0x0000_0000_8000_8009,
    0x0000_0000_8000_000A,
    0x0000_0000_8000_808B,
    0x8000_0000_0000_008B,
    0x8000_0000_0000_8089,
    0x8000_0000_0000_8003,
    0x8000_0000_0000_8002,
    0x8000_0000_0000_0080,
    0x0000_0000_0000_800A,
    0x8000_0000_8000_000A,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8080,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8008,
];

/// By how much each lane on the way of the permutation is turned.
const TURNS: [u32; 24] =
    [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

/// The way of the permutation through the lanes.
const LANES: [usize; 24] =
    [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

/// The hash of a text of fewer than 136 bytes; `None` when it is longer.
pub fn keccak_256(text: &[u8]) -> Option<[u8; 32]> {
    if text.len() >= RATE_BYTES {
        return None;
    }
    let mut block = [0u8; RATE_BYTES];
    block[..text.len()].copy_from_slice(text);
    block[text.len()] = 1;
    block[RATE_BYTES - 1] |= 0x80;
    let mut state = [0u64; 25];
    for (lane, bytes) in state.iter_mut().zip(block.as_chunks::<8>().0) {
        *lane = u64::from_le_bytes(*bytes);
    }
    permute(&mut state);
    let mut hash = [0u8; 32];
    for (bytes, lane) in hash.as_chunks_mut::<8>().0.iter_mut().zip(state) {
        *bytes = lane.to_le_bytes();
    }
    Some(hash)
}

fn permute(state: &mut [u64; 25]) {
    for round in ROUNDS {
        let mut parity = [0u64; 5];
        for (at, lane) in state.iter().enumerate() {
            parity[at % 5] ^= lane;
        }
        for (at, lane) in state.iter_mut().enumerate() {
            *lane ^= parity[(at + 4) % 5] ^ parity[(at + 1) % 5].rotate_left(1);
        }
        let mut moving = state[1];
        for (&lane, turn) in LANES.iter().zip(TURNS) {
            moving = std::mem::replace(&mut state[lane], moving.rotate_left(turn));
        }
        for row in state.as_chunks_mut::<5>().0 {
            let before = *row;
            for (at, lane) in row.iter_mut().enumerate() {
                *lane = before[at] ^ (!before[(at + 1) % 5] & before[(at + 2) % 5]);
            }
        }
        state[0] ^= round;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_ethereums() {
        let hash = keccak_256(b"").unwrap();
        assert_eq!(hash[..4], [0xC5, 0xD2, 0x46, 0x01]);
        assert_eq!(hash[28..], [0x5D, 0x85, 0xA4, 0x70]);
        assert!(keccak_256(&[0; 136]).is_none());
    }
}

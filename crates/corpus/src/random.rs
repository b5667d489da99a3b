//! A seeded stream of numbers: SplitMix64 (Steele, Lea and Flood, 2014), three multiplications a
//! number. The same seed gives the same corpus on every machine, for ever.

/// A deterministic stream of 64-bit numbers. It is no source of secrets.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A stream that depends on nothing but `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream of its own for the thing called `name`, so that adding one object to a recipe
    /// leaves the bytes of all the others as they are.
    pub fn named(seed: u64, name: &str) -> Self {
        // FNV-1a folds the name; the first draw then mixes it.
        let folded = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut random = Self::new(seed ^ folded);
        random.state = random.next();
        random
    }

    /// The next number, all 64 bits of it.
    #[expect(clippy::should_implement_trait, reason = "an endless stream, not an iterator")]
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..bound`, by multiplication instead of division; the bias is below 2⁻³².
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// One of `choices`, which is not empty.
    pub fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[self.below(choices.len() as u32) as usize]
    }

    /// One of `words`, which are not empty.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick::<&str>(words)
    }

    /// Appends `count` digits, the first of which may be zero.
    pub fn digits(&mut self, count: usize, out: &mut Vec<u8>) {
        let mut left = count;
        while left > 0 {
            // Sixteen digits fit one draw; more need another.
            let take = left.min(16);
            let mut number = self.next() >> 10;
            let mut digits = [b'0'; 16];
            for digit in &mut digits[..take] {
                *digit += (number % 10) as u8;
                number /= 10;
            }
            out.extend_from_slice(&digits[..take]);
            left -= take;
        }
    }

    /// Appends `count` characters drawn from `alphabet`.
    pub fn letters(&mut self, alphabet: &[u8], count: usize, out: &mut Vec<u8>) {
        for _ in 0..count {
            out.push(*self.pick(alphabet));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_stream_is_the_published_one() {
        // First three numbers of the reference implementation for seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
        assert_eq!(random.next(), 9_817_491_932_198_370_423);
    }

    #[test]
    fn streams_of_different_names_differ() {
        assert_ne!(Random::named(1, "a").next(), Random::named(1, "b").next());
        assert_eq!(Random::named(1, "a").next(), Random::named(1, "a").next());
    }

    #[test]
    fn digits_fill_the_asked_length() {
        let mut out = Vec::new();
        Random::new(3).digits(37, &mut out);
        assert_eq!(out.len(), 37);
        assert!(out.iter().all(u8::is_ascii_digit));
    }
}

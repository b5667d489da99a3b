#![no_main]
//! Any bytes as a Parquet or Arrow file.

use magpie_fuzz::bounded::Bounded;

#[global_allocator]
static MEMORY: Bounded = Bounded;

libfuzzer_sys::fuzz_target!(init: magpie_fuzz::caught::pass_over(), |data: &[u8]| magpie_fuzz::readers::columnar(data));

#![no_main]
//! Any bytes as a compound file of any kind.

libfuzzer_sys::fuzz_target!(init: magpie_fuzz::caught::pass_over(), |data: &[u8]| magpie_fuzz::readers::ole(data));

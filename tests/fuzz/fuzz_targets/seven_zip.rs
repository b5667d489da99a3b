#![no_main]
//! Any bytes as a 7z archive.

libfuzzer_sys::fuzz_target!(init: magpie_fuzz::caught::pass_over(), |data: &[u8]| magpie_fuzz::readers::seven_zip(data));

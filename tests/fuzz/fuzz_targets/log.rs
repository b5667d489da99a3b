#![no_main]
//! Any bytes as a log.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::log(data));

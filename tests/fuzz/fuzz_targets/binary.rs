#![no_main]
//! Any bytes as an unknown binary.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::binary(data));

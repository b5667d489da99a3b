#![no_main]
//! Any bytes as an ORC file.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::orc(data));

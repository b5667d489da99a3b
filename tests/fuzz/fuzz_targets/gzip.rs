#![no_main]
//! Any bytes as gzip.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::gzip(data));

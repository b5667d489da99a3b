#![no_main]
//! Any bytes as a Parquet or Arrow file.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::columnar(data));

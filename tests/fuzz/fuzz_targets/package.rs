#![no_main]
//! Any bytes as the parts of an office document.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::package(data));

#![no_main]
//! Any bytes as XML.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::xml(data));

#![no_main]
//! Any bytes as text that names its values.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::keyed(data));

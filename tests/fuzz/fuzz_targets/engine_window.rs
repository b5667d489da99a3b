#![no_main]
//! Any bytes as a text, whole and cut into windows.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::engine_window(data));

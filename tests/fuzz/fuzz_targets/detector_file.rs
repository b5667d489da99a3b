#![no_main]
//! Any text as a detector file.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::detector_file(data));

#![no_main]
//! Any bytes as a compressed stream, an ar or a cpio archive.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::compressed(data));

#![no_main]
//! Any bytes as a picture, sound or film.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::media(data));

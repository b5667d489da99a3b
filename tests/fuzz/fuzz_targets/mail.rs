#![no_main]
//! Any bytes as a message or a file of messages.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::mail(data));

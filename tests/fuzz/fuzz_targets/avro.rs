#![no_main]
//! Any bytes as an Avro file.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::avro(data));

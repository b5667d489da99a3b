#![no_main]
//! Any bytes as an Avro file.

libfuzzer_sys::fuzz_target!(init: magpie_fuzz::caught::pass_over(), |data: &[u8]| magpie_fuzz::readers::avro(data));

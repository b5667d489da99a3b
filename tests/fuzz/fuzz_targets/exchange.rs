#![no_main]
//! Any bytes as HL7 and EDIFACT.

libfuzzer_sys::fuzz_target!(|data: &[u8]| magpie_fuzz::readers::exchange(data));

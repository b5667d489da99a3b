//! The check digit algorithms that several numbering systems share. They are public so that whoever
//! makes test values computes the digits with the very code that checks them.

pub mod crc32;
pub mod iso7064;
pub mod keccak;
pub mod luhn;
pub mod seven_three_one;
pub mod twice_eleven;
pub mod verhoeff;
pub mod weighted;

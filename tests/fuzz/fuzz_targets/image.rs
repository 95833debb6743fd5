#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aclc_fuzz::run("image", bytes));

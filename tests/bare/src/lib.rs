//! Decides without a standard library: on a device, in a kernel, in an enclave.
#![no_std]

use core::panic::PanicInfo;

use aclc::runtime::{Decision, Policy, Request, Time};

/// Whether a program lets a principal read an object.
pub fn may_read(image: &[u8], principal: &str, object: &str, now: Time) -> bool {
    let Ok(policy) = Policy::from_bytes(image) else {
        return false;
    };
    let Ok(caller) = policy.principal(principal) else {
        return false;
    };
    let request = Request::new(&caller, "s3:GetObject", object).at(now);
    policy
        .decide(&request)
        .is_ok_and(|answer| answer.decision() == Decision::Allow)
}

#[panic_handler]
fn stop(_: &PanicInfo<'_>) -> ! {
    loop {}
}

//! What is done to damaged images, here and where they are fuzzed.

use aclc::runtime::{ContextValue, Policy, Request};

/// The multiplication of the page, with the halves of its product joined.
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    u64::try_from(product & u128::from(u64::MAX)).unwrap() ^ u64::try_from(product >> 64).unwrap()
}

const SEED: u64 = 0x243F_6A88_85A3_08D3;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a text of eight to fifteen bytes, as the page describes it.
pub(crate) fn hash_of_some_bytes(seed: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    assert!((8..16).contains(&bytes.len()), "{text}");
    let [first, last] = [&bytes[..8], &bytes[bytes.len() - 8..]]
        .map(|group| u64::from_le_bytes(group.try_into().unwrap()));
    let length = u64::try_from(bytes.len()).unwrap();
    fold(fold(seed ^ length ^ first, FACTOR ^ last), FACTOR)
}

/// The checksum, as the page describes it.
fn checksum(bytes: &[u8], start_of_texts: usize) -> u64 {
    let mut lanes = [SEED, SEED ^ 1, SEED ^ 2, SEED ^ 3];
    let texts = start_of_texts.clamp(16.min(bytes.len()), bytes.len());
    let parts = [bytes.get(16..texts).unwrap_or_default(), &bytes[texts..]];
    for part in parts {
        let mut padded = part.to_vec();
        padded.resize((part.len() / 32 + 1) * 32, 0);
        for block in padded.chunks(32) {
            for (lane, group) in lanes.iter_mut().zip(block.chunks(8)) {
                *lane = fold(
                    *lane ^ u64::from_le_bytes(group.try_into().unwrap()),
                    FACTOR,
                );
            }
        }
    }
    let total = u64::try_from(parts[0].len() + parts[1].len()).unwrap();
    lanes
        .into_iter()
        .fold(total, |sum, lane| fold(sum ^ lane, FACTOR))
}

/// Makes an image consistent in its beginning, length and checksum.
pub(crate) fn seal(bytes: &mut [u8]) {
    if bytes.len() < 32 {
        return;
    }
    let length = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(b"aclt");
    bytes[4..8].copy_from_slice(&6_u32.to_le_bytes());
    bytes[16..20].copy_from_slice(&length.to_le_bytes());
    let texts = u32::from_le_bytes(bytes[20..24].try_into().unwrap());
    let sum = checksum(bytes, usize::try_from(texts).unwrap());
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
}

/// Who asks besides those whom the image knows.
const STRANGERS: [&str; 4] = [
    "anonymous",
    "service/ec2",
    "arn:aws:iam::444455556666:root",
    "arn:aws:sts::111122223333:assumed-role/Trainer/s",
];

pub(crate) const ASKED: [(&str, &str); 6] = [
    ("s3:GetObject", "arn:aws:s3:::lake/Bob/a.csv"),
    ("S3:PUTOBJECT", "arn:aws:s3:::other/public/a.csv"),
    ("s3:ListBucket", "arn:aws:s3:::lake"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"),
    ("sts:AssumeRole", "arn:aws:iam::111122223333:role/Trainer"),
    ("ec2:RunInstances", "*"),
];

/// The most principals of an image that ask.
const MOST_ASKERS: usize = 8;

/// Reads everything that an image holds, and asks it what it can be asked. What it answers is its own affair.
pub(crate) fn exercise(policy: Policy<'_>) {
    for view in policy.policies() {
        std::hint::black_box(view.statements().count());
    }
    std::hint::black_box((policy.accounts().count(), policy.resources().count()));
    let known = policy.entities().take(MOST_ASKERS);
    // `user dev/Alice`
    let known = known.map(|entity| entity.title().replacen(' ', "/", 1));
    let askers = known.chain(STRANGERS.map(str::to_owned));
    let sessions: Vec<_> = policy.session_policies().take(MOST_ASKERS).collect();
    let context = [
        ("aws:CurrentTime", ContextValue::One("2026-01-01")),
        ("aws:SourceIp", ContextValue::One("203.0.113.9")),
        ("aws:SecureTransport", ContextValue::One("true")),
        ("aws:MultiFactorAuthPresent", ContextValue::One("true")),
        ("ec2:Attempts", ContextValue::One("9.5")),
        ("aws:TagKeys", ContextValue::Many(&["a", "b"])),
    ];
    for asker in askers {
        let Ok(caller) = policy.principal(&asker) else {
            continue;
        };
        std::hint::black_box(caller.unknown_policies().count());
        for (action, resource) in ASKED {
            for given in [&context[..], &[]] {
                let request = Request::new(&caller, action, resource).with_context(given);
                let _ = std::hint::black_box(policy.decide(&request));
                let request = request.with_session_policies(&sessions);
                if let Ok(explanation) = std::hint::black_box(policy.explain(&request)) {
                    std::hint::black_box(explanation.lines());
                }
            }
        }
    }
}

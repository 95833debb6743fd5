//! An image in two parts, as a host program has it compiled in.

use aclc::runtime::{Account, DecideError, EntityKind, ImageError, Policy, Principal, Request};

use super::{answers, image};

/// The image cut where its texts begin.
fn parts(image: &[u8]) -> (&[u8], &str) {
    let start = u32::from_le_bytes(*image[20..].first_chunk().unwrap());
    let (records, texts) = image.split_at(start as usize);
    (records, str::from_utf8(texts).unwrap())
}

#[test]
fn two_parts_answer_as_the_whole_does() {
    let image = image();
    let (records, texts) = parts(&image);
    let embedded = Policy::embedded(records, texts).unwrap();
    assert_eq!(
        answers(embedded),
        answers(Policy::from_bytes(&image).unwrap())
    );
}

#[test]
fn parts_that_are_not_of_one_image_are_refused() {
    let image = image();
    let (records, texts) = parts(&image);
    let refused = |records: &[u8], texts: &str| Policy::embedded(records, texts).unwrap_err();
    assert_eq!(refused(records, &texts[1..]), ImageError::Length);
    assert_eq!(
        refused(&records[..records.len() - 1], texts),
        ImageError::Length
    );
    assert_eq!(refused(&records[..23], texts), ImageError::Length);
    assert_eq!(refused(&[], ""), ImageError::Length);
    let mut other = records.to_vec();
    other[4] = 200;
    assert_eq!(refused(&other, texts), ImageError::Version(200));
    other[0] = b'x';
    assert_eq!(refused(&other, texts), ImageError::NotAnImage);
}

#[test]
fn a_constant_is_the_principal_that_its_key_names() {
    let image: &'static [u8] = image().leak();
    let policy: &'static Policy<'static> = Box::leak(Box::new(Policy::from_bytes(image).unwrap()));
    let trainer = Principal::embedded(policy, EntityKind::Role, "role/Trainer");
    assert_eq!(trainer.to_string(), "role/Trainer");
    assert_eq!(format!("{trainer:?}"), "role/Trainer");
    assert_eq!(trainer.kind(), EntityKind::Role);
    assert_eq!(trainer.caller().describe(), "role Trainer");
    let caller = trainer.caller();
    let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    assert!(policy.decide(&request).is_ok());
    let account = Account::embedded("prod", "111122223333");
    assert_eq!((account.name(), account.number()), ("prod", "111122223333"));
}

/// The build looks every constant up; were one not there all the same, nothing
/// is decided about it.
#[test]
fn nothing_is_decided_about_a_constant_that_is_not_there() {
    let image: &'static [u8] = image().leak();
    let policy: &'static Policy<'static> = Box::leak(Box::new(Policy::from_bytes(image).unwrap()));
    let caller = Principal::embedded(policy, EntityKind::Role, "role/Gone").caller();
    let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    assert_eq!(policy.decide(&request).unwrap_err(), DecideError::OtherTree);
}

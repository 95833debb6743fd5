//! Damaged images: an error of its type, or an answer; never a panic.

use aclc::runtime::{ImageError, Policy};
use proptest::prelude::*;

use super::image;
use super::probe::{exercise, seal};

#[test]
fn every_changed_byte_is_noticed() {
    let mut image = image();
    for place in 0..image.len() {
        for change in [0x01, 0x80, 0xFF] {
            image[place] ^= change;
            let read = Policy::from_bytes(&image).map(|_| ());
            assert!(read.is_err(), "byte {place}");
            image[place] ^= change;
        }
    }
    assert!(Policy::from_bytes(&image).is_ok());
}

#[test]
fn every_shorter_and_longer_image_is_refused() {
    let mut image = image();
    for length in 0..image.len() {
        let expected = if length < 4 {
            ImageError::NotAnImage
        } else {
            ImageError::Length
        };
        assert_eq!(Policy::from_bytes(&image[..length]).unwrap_err(), expected);
    }
    image.push(0);
    assert_eq!(Policy::from_bytes(&image).unwrap_err(), ImageError::Length);
}

#[test]
fn another_version_is_named() {
    let mut image = image();
    for version in [0, 2, 4, u32::MAX] {
        image[4..8].copy_from_slice(&version.to_le_bytes());
        let error = Policy::from_bytes(&image).unwrap_err();
        assert_eq!(error, ImageError::Version(version));
    }
    image[..4].copy_from_slice(b"\x7FELF");
    let error = Policy::from_bytes(&image).unwrap_err();
    assert_eq!(error, ImageError::NotAnImage);
}

/// Whoever can write the checksum can write anything; what they write is still
/// read within its bounds.
#[test]
fn every_changed_byte_that_the_checksum_agrees_with_is_safe() {
    let image = image();
    let mut read = 0;
    for place in 16..image.len() {
        let mut image = image.clone();
        image[place] ^= if place % 2 == 0 { 0x01 } else { 0xFF };
        seal(&mut image);
        if let Ok(policy) = Policy::from_bytes(&image) {
            read += 1;
            // Asking takes its time, so not every image is asked everything.
            if place % 7 == 0 {
                exercise(policy);
            }
        }
    }
    assert!(read > 100, "{read} of {} were read", image.len());
}

proptest! {
    #[test]
    fn any_changes_that_the_checksum_agrees_with_are_safe(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut image = image();
        for (place, value) in changes {
            let place = place.index(image.len());
            image[place] = value;
        }
        seal(&mut image);
        if let Ok(policy) = Policy::from_bytes(&image) {
            exercise(policy);
        }
    }

    #[test]
    fn any_bytes_are_no_image_or_one_that_is_safe(mut bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Policy::from_bytes(&bytes).is_err());
        seal(&mut bytes);
        if let Ok(policy) = Policy::from_bytes(&bytes) {
            exercise(policy);
        }
    }
}

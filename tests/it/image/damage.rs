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
    for version in [0, 4, 5, 7, u32::MAX] {
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

/// What is changed in a section, and which section then is refused.
type Forgery = (&'static str, fn(&mut [u8]), &'static str);

/// What searches rely on, and what is passed over by its bits: were it wrong,
/// statements that deny would not be found.
const FORGERIES: [Forgery; 12] = [
    (
        "actions of units",
        |units| units[0] ^= 0x01,
        "actions of units",
    ),
    ("entries", |entries| swap(entries, 20), "actions of units"),
    ("entries", change_tail, "entries"),
    // Of what limits policies.
    ("entities", |entities| entities[9] ^= 0x20, "entities"),
    (
        "prefixes",
        |prefixes| prefixes[8..12].fill(0xFF),
        "prefixes",
    ),
    ("action names", |names| names[8] ^= 0x01, "action names"),
    ("action numbers", |numbers| numbers[0] ^= 0x20, "action"),
    ("action slots", free_first, "action slots"),
    (
        "action beginnings",
        |beginnings| swap(beginnings, 44),
        "action beginnings",
    ),
    (
        "action beginnings",
        |beginnings| beginnings[0] ^= 0x01,
        "action beginnings",
    ),
    (
        "action beginnings",
        |beginnings| beginnings[2 * 44 + 24] += 1,
        "action beginnings",
    ),
    ("owner heads", |heads| heads[4] += 1, "owner heads"),
];

/// Swaps the first two records.
fn swap(records: &mut [u8], size: usize) {
    let (first, rest) = records.split_at_mut(size);
    first.swap_with_slice(&mut rest[..size]);
}

/// Frees the first slot that is taken.
fn free_first(slots: &mut [u8]) {
    let taken = slots.chunks_exact_mut(4).find(|slot| **slot != [0; 4]);
    taken.unwrap().fill(0);
}

/// Changes the last byte of the text by which the first entry that has one tells
/// resources.
fn change_tail(entries: &mut [u8]) {
    let tells = |entry: &&mut [u8]| matches!(entry[8] & 7, 1..=3) && entry[10..12] != [0; 2];
    let entry = entries.chunks_exact_mut(20).find(tells);
    entry.unwrap()[19] ^= 0x01;
}

#[test]
fn what_searches_rely_on_is_checked() {
    let sound = image();
    let names: Vec<_> = Policy::from_bytes(&sound)
        .unwrap()
        .sections()
        .map(|section| (section.name, section.record_size * section.records))
        .collect();
    for (number, (section, change, refused)) in FORGERIES.into_iter().enumerate() {
        let mut image = sound.clone();
        let place = names.iter().position(|(name, _)| *name == section).unwrap();
        let start = u32::from_le_bytes(image[32 + place * 8..36 + place * 8].try_into().unwrap());
        let start = usize::try_from(start).unwrap();
        change(&mut image[start..start + names[place].1]);
        assert_ne!(image, sound);
        seal(&mut image);
        match Policy::from_bytes(&image).unwrap_err() {
            ImageError::Malformed(name) => assert!(name.starts_with(refused), "{number}: {name}"),
            error => panic!("{number}: {error}"),
        }
    }
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

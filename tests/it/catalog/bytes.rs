use aclc::catalog::{Catalog, Draft, ReadError, encode};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;

use super::draft_of;

const BUILT_IN: &[u8] = include_bytes!("../../../src/catalog/built-in.catalog");

/// How long what stands before the packed bytes is.
const HEAD: usize = 8;

#[test]
fn what_is_read_is_written_again_to_the_byte() {
    let draft = draft_of(Catalog::built_in());
    assert_eq!(encode(&draft).unwrap(), BUILT_IN);
    let again = Catalog::read(&encode(&draft).unwrap()).unwrap();
    assert_eq!(draft_of(&again), draft);
}

#[test]
fn the_order_of_a_draft_does_not_matter() {
    let draft = small();
    let mut turned = draft.clone();
    turned.services.reverse();
    turned.keys.reverse();
    for service in &mut turned.services {
        service.actions.reverse();
        service.resource_types.reverse();
    }
    assert_eq!(encode(&draft), encode(&turned));
}

/// Two services of the built-in one, with everything that they name: small
/// enough to change every byte of it.
fn small() -> Draft {
    let mut draft = draft_of(Catalog::built_in());
    let kept = ["ebs", "sqs"];
    draft
        .services
        .retain(|service| kept.contains(&service.prefix.as_str()));
    for service in &mut draft.services {
        service.actions.truncate(4);
        for action in &mut service.actions {
            action.dependents = vec!["sqs:AddPermission".to_owned()];
        }
    }
    draft
        .keys
        .retain(|key| ["aws", "ebs", "sqs"].contains(&key.name.split(':').next().unwrap()));
    draft
}

#[test]
fn a_draft_that_names_what_it_has_not_is_refused() {
    let mut draft = small();
    draft.keys.clear();
    assert!(encode(&draft).is_err());
    let mut draft = small();
    let twice = draft.services[0].clone();
    draft.services.push(twice);
    assert!(encode(&draft).unwrap_err().contains("twice"));
}

#[test]
fn a_cut_catalog_is_refused() {
    let bytes = encode(&small()).unwrap();
    assert!(Catalog::read(&bytes).is_ok());
    for length in 0..bytes.len() {
        assert!(Catalog::read(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_catalog_with_a_flipped_bit_is_refused() {
    let bytes = encode(&small()).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            // zlib's own header has bits that mean nothing.
            if let Ok(read) = Catalog::read(&flipped) {
                assert_eq!(draft_of(&read), small(), "{at}.{bit}");
            }
        }
    }
}

/// With a checksum that fits, so that what is inside is held to be untrue.
#[test]
fn what_is_inside_is_not_trusted() {
    let bytes = encode(&small()).unwrap();
    let inside = decompress_to_vec_zlib(&bytes[HEAD..]).unwrap();
    let mut refused = 0;
    for at in 0..inside.len() {
        for value in [inside[at] ^ 1, inside[at].wrapping_add(16), 0, 0x7f, 0xff] {
            let mut changed = inside.clone();
            changed[at] = value;
            match Catalog::read(&pack(&changed)) {
                // Whatever it says now, every look-up on it must stay in it.
                Ok(catalog) => walk(&catalog),
                Err(ReadError::Damaged(_) | ReadError::TooLarge) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(refused > inside.len());
    let mut longer = inside.clone();
    longer.push(0);
    assert!(matches!(
        Catalog::read(&pack(&longer)),
        Err(ReadError::Damaged(_))
    ));
}

fn pack(inside: &[u8]) -> Vec<u8> {
    let head = &BUILT_IN[..HEAD];
    [head, &compress_to_vec_zlib(inside, 1)].concat()
}

fn walk(catalog: &Catalog) {
    for action in catalog.actions() {
        let _ = action.to_string();
        let _ = action
            .carried_keys()
            .map(|key| key.name().len())
            .sum::<usize>();
        let _ = action
            .dependents()
            .map(|one| one.name().len())
            .sum::<usize>();
    }
    let _ = catalog.resource_types_of("arn:aws:sqs:us-east-1:111122223333:jobs");
    let _ = catalog.condition_key("kms:EncryptionContext:x");
}

#[test]
fn a_bomb_does_not_unpack() {
    let bomb = pack(&vec![0; 40 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(Catalog::read(&bomb).unwrap_err(), ReadError::TooLarge);
    assert_eq!(
        Catalog::read(&vec![0; 5 << 20]).unwrap_err(),
        ReadError::TooLarge
    );
}

/// Texts that begin as the one before could unpack to far more than they take.
#[test]
fn texts_that_share_too_much_do_not_unpack() {
    let mut inside = Vec::new();
    let count = 60_000;
    number(&mut inside, count);
    for index in 0..count {
        number(&mut inside, index);
    }
    for _ in 0..count {
        number(&mut inside, 1);
    }
    inside.extend(vec![b'a'; count as usize]);
    assert_eq!(
        Catalog::read(&pack(&inside)).unwrap_err(),
        ReadError::TooLarge
    );
}

fn number(out: &mut Vec<u8>, mut value: u32) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[test]
fn other_files_are_no_catalogs() {
    assert_eq!(Catalog::read(b"").unwrap_err(), ReadError::NotACatalog);
    assert_eq!(Catalog::read(b"{}").unwrap_err(), ReadError::NotACatalog);
    let mut newer = BUILT_IN.to_vec();
    newer[HEAD - 1] = 2;
    let error = Catalog::read(&newer).unwrap_err();
    assert_eq!(error, ReadError::Version(2));
    assert_eq!(
        error.to_string(),
        "it is written in version 2 of the format, and this aclc reads version 1"
    );
}

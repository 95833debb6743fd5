//! ARNs as texts of six fields: `arn:partition:service:region:account:resource`,
//! where the sixth keeps all further colons (IAM User Guide, "IAM ARNs").

use core::slice::IterMut;

use crate::iam::is_account_number;

/// An ARN, taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arn<'t> {
    pub(crate) partition: &'t str,
    pub(crate) service: &'t str,
    pub(crate) account: &'t str,
    pub(crate) resource: &'t str,
}

/// The fields of a text, six at most.
pub(crate) fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.splitn(6, ':')
}

/// Whether a text has the six fields of an ARN.
pub(crate) fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && colons(text).is_some()
}

/// Takes an ARN apart.
pub(crate) fn parse(text: &str) -> Option<Arn<'_>> {
    let [first, second, third, fourth, fifth] = colons(text)?;
    if text.get(..first) != Some("arn") {
        return None;
    }
    Some(Arn {
        partition: text.get(first + 1..second)?,
        service: text.get(second + 1..third)?,
        account: text.get(fourth + 1..fifth)?,
        resource: text.get(fifth + 1..)?,
    })
}

/// The account of an ARN, where it has one.
#[inline]
pub(crate) fn account(text: &str) -> Option<&str> {
    let [first, _, _, fourth, fifth] = colons(text)?;
    let is_arn = first == 3 && text.starts_with("arn");
    text.get(fourth + 1..fifth)
        .filter(|account| is_arn && is_account_number(account))
}

/// Where the first five colons of a text are. Eight bytes at a time, for this
/// is asked of every resource.
#[inline]
pub(crate) fn colons(text: &str) -> Option<[usize; 5]> {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut places = [0; 5];
    let mut open = places.iter_mut();
    let mut start = 0;
    for chunk in chunks {
        if !fill(&mut open, start, u64::from_le_bytes(*chunk)) {
            return Some(places);
        }
        start += 8;
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    (!fill(&mut open, start, u64::from_le_bytes(last))).then_some(places)
}

/// Notes where colons are among eight bytes; whether some place is still open.
#[inline(always)]
fn fill(open: &mut IterMut<'_, usize>, start: usize, bytes: u64) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7F * EACH;
    let bytes = bytes ^ (b':' as u64 * EACH);
    // The highest bit of each byte that is zero.
    let mut found = !(((bytes & LOW) + LOW) | bytes | LOW);
    while found != 0
        && let Some(place) = open.next()
    {
        *place = start + found.trailing_zeros() as usize / 8;
        found &= found - 1;
    }
    open.len() > 0
}

//! Numbers and bytes as they stand in a catalog: a number is written seven bits
//! to a byte, lowest first, the top bit saying that more follow.

use super::ReadError;

/// The most bytes that a number of 32 bits takes.
const NUMBER_BYTES: u32 = 5;

/// Takes numbers and bytes off the front.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn number(&mut self) -> Result<u32, ReadError> {
        let mut value = 0_u32;
        for place in 0..NUMBER_BYTES {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            // What a shift loses, the shift back does not bring again.
            let shifted = bits << (7 * place);
            if shifted >> (7 * place) != bits {
                return Err(ReadError::Damaged("a number is too large"));
            }
            value |= shifted;
            if byte & 0x80 == 0 {
                return if byte == 0 && place > 0 {
                    Err(ReadError::Damaged(
                        "a number is written longer than need be",
                    ))
                } else {
                    Ok(value)
                };
            }
        }
        Err(ReadError::Damaged("a number does not end"))
    }

    /// A number that counts things which take at least one byte each, so that no
    /// damaged count asks for more room than the file has bytes.
    pub(super) fn count(&mut self) -> Result<usize, ReadError> {
        let count = self.number()? as usize;
        if count > self.rest.len() {
            return Err(ReadError::Damaged("more is announced than there is"));
        }
        Ok(count)
    }

    /// A number below a limit: an index into what has `limit` elements.
    pub(super) fn index(&mut self, limit: usize) -> Result<u32, ReadError> {
        let index = self.number()?;
        if (index as usize) < limit {
            Ok(index)
        } else {
            Err(ReadError::Damaged("something refers to what is not there"))
        }
    }

    pub(super) fn byte(&mut self) -> Result<u8, ReadError> {
        let (byte, rest) = self.rest.split_first().ok_or(ReadError::Damaged(ENDS))?;
        self.rest = rest;
        Ok(*byte)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'b [u8], ReadError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(ReadError::Damaged(ENDS))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn finish(self) -> Result<(), ReadError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(ReadError::Damaged("it goes on after its end"))
        }
    }
}

const ENDS: &str = "it ends too early";

pub(super) fn write_number(out: &mut Vec<u8>, value: u32) {
    let mut rest = value;
    loop {
        let [low, ..] = rest.to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

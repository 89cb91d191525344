//! The file of weights, as CTranslate2 writes it: named tensors in half precision, one after another.

#![expect(clippy::float_arithmetic, reason = "sound")]

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The version of the file that is read here.
const VERSION: u32 = 6;
/// Its numbers for a byte, a short and a half.
const BYTE: u8 = 1;
const SHORT: u8 = 2;
const HALF: u8 = 4;

/// All tensors of a model, in memory.
pub(super) struct Weights {
    bytes: Vec<u8>,
    places: HashMap<String, Place>,
}

struct Place {
    shape: Vec<usize>,
    kind: u8,
    range: Range<usize>,
}

impl Weights {
    /// Reads the file.
    ///
    /// # Errors
    /// Where there is no such file, or it is something else.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let places = places(&bytes).ok_or_else(|| format!("{}: no weights of CTranslate2", path.display()))?;
        Ok(Self { bytes, places })
    }

    /// Whether there is such a tensor.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// A tensor's shape and its halves as they are in the file.
    ///
    /// # Errors
    /// Where there is none of this name, or it holds something else.
    pub(super) fn halves(&self, name: &str) -> Result<(&[usize], &[u8]), String> {
        let place = self.places.get(name).filter(|place| place.kind == HALF);
        let place = place.ok_or_else(|| format!("the weights have no {name} in half precision"))?;
        Ok((&place.shape, &self.bytes[place.range.clone()]))
    }

    /// The same in single precision.
    ///
    /// # Errors
    /// As [`Weights::halves`].
    pub(super) fn floats(&self, name: &str) -> Result<(&[usize], Vec<f32>), String> {
        let (shape, halves) = self.halves(name)?;
        Ok((shape, singles(halves)))
    }

    /// A small whole number.
    ///
    /// # Errors
    /// Where there is none of this name.
    pub(super) fn number(&self, name: &str) -> Result<usize, String> {
        let value = self.places.get(name).and_then(|place| match (place.kind, &self.bytes[place.range.clone()]) {
            (BYTE, [value]) => Some(usize::from(*value)),
            (SHORT, [low, high]) => Some(usize::from(u16::from_le_bytes([*low, *high]))),
            _ => None,
        });
        value.ok_or_else(|| format!("the weights have no number {name}"))
    }
}

/// Halves in single precision.
pub(super) fn singles(halves: &[u8]) -> Vec<f32> {
    let (pairs, _) = halves.as_chunks::<2>();
    pairs.iter().map(|pair| single(u16::from_le_bytes(*pair))).collect()
}

/// Sign, five bits of exponent, ten of fraction; no weight is infinite.
fn single(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let rest = u32::from(half & 0x7fff) << 13;
    // Half's exponent is fifteen above what it means, single's 127. Multiplying does the tiny ones right too.
    let value = f32::from_bits(rest) * f32::from_bits((127 + 127 - 15) << 23);
    f32::from_bits(value.to_bits() | sign)
}

/// Where each tensor lies.
fn places(bytes: &[u8]) -> Option<HashMap<String, Place>> {
    let mut reader = Reader { bytes, at: 0 };
    if reader.long()? != VERSION {
        return None;
    }
    reader.text()?; // the architecture
    reader.long()?; // its revision
    let tensors = reader.long()?;
    let mut places = HashMap::new();
    for _ in 0..tensors {
        let name = reader.text()?;
        let rank = reader.take(1)?[0];
        let shape = (0..rank).map(|_| reader.length()).collect::<Option<Vec<usize>>>()?;
        let kind = reader.take(1)?[0];
        let length = reader.length()?;
        let from = reader.at;
        reader.take(length)?;
        places.insert(name, Place { shape, kind, range: from..reader.at });
    }
    Some(places)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(*self.take(4)?.first_chunk()?))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.long()?).ok()
    }

    /// A length, and letters that end with a zero.
    fn text(&mut self) -> Option<String> {
        let length = u16::from_le_bytes(*self.take(2)?.first_chunk()?);
        let letters = self.take(usize::from(length))?.strip_suffix(&[0])?;
        String::from_utf8(letters.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_the_singles_that_they_mean() {
        let halves: [(u16, f32); 7] = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x8400, -6.103_515_6e-5),
        ];
        for (half, meant) in halves {
            assert_eq!(single(half).to_bits(), meant.to_bits(), "{half:#06x}");
        }
    }

    #[test]
    fn a_file_is_read_by_its_names_and_nothing_else_passes_for_one() {
        let mut file = 6_u32.to_le_bytes().to_vec();
        file.extend(b"\x02\x00A\x00");
        file.extend([3_u32, 1].map(u32::to_le_bytes).concat());
        file.extend(b"\x02\x00w\x00\x01");
        file.extend(2_u32.to_le_bytes());
        file.push(HALF);
        file.extend(4_u32.to_le_bytes());
        file.extend(b"\x00\x3c\x00\xc0");
        let found = places(&file).unwrap();
        let weights = Weights { bytes: file.clone(), places: found };
        assert_eq!(weights.floats("w"), Ok(([2_usize].as_slice(), vec![1.0, -2.0])));
        assert!(weights.number("w").is_err());
        assert!(places(&file[..file.len() - 1]).is_none(), "cut short");
        assert!(places(b"PK\x03\x04").is_none());
    }
}

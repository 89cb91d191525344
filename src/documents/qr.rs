//! A QR code as rows of dark and light modules.

use fast_qr::{ECL, QRBuilder};
use std::fmt::Write as _;

/// A QR code; each row as long as there are rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Qr {
    size: usize,
    dark: Vec<bool>,
}

/// The light modules that stand around it, so that cameras find it.
pub(crate) const QUIET: usize = 4;

impl Qr {
    /// The code of a text, unless that is too long for one. 15 % of it may be unreadable.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let dark = (0..code.size).flat_map(|row| code[row].iter().map(|module| module.value())).collect();
        Some(Self { size: code.size, dark })
    }

    /// How many modules stand in a row.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The dark stretches: row, first module, how many.
    pub(crate) fn stretches(&self) -> Vec<(usize, usize, usize)> {
        let mut stretches = vec![];
        for (row, modules) in self.dark.chunks(self.size).enumerate() {
            let mut from = 0_usize;
            for stretch in modules.chunk_by(|left, right| left == right) {
                if stretch.first() == Some(&true) {
                    stretches.push((row, from, stretch.len()));
                }
                from = from.saturating_add(stretch.len());
            }
        }
        stretches
    }

    /// As a picture: an SVG of one path, with its quiet margin.
    pub(crate) fn svg(&self) -> String {
        let mut path = String::new();
        for (row, from, length) in self.stretches() {
            let (x, y) = (from.saturating_add(QUIET), row.saturating_add(QUIET));
            let _infallible = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
        let side = self.size.saturating_add(QUIET.saturating_mul(2));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_stands_in_three_corners() {
        let qr = Qr::of("upi://pay?pa=a1@ybl&pn=A&am=5.00&cu=INR").unwrap();
        let last = qr.size() - 7;
        let stretches = qr.stretches();
        for corner in [(0, 0, 7), (6, 0, 7), (0, last, 7), (6, last, 7), (last, 0, 7)] {
            assert!(stretches.contains(&corner), "{corner:?}");
        }
        assert!(!stretches.contains(&(last, last, 7)));
    }

    #[test]
    fn a_text_that_no_code_holds_has_none() {
        assert_eq!(Qr::of(&"x".repeat(10_000)), None);
    }
}

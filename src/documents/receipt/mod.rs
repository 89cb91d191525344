//! A bill on a roll of thermal paper, 58 or 80 mm wide: as plain text, and as the bytes that a printer takes.
//!
//! A receipt is a list of [`Row`]s; how a row becomes columns of text or bytes for a printer is not its business.

mod escpos;
mod raster;
mod rows;
mod text;

pub(crate) use escpos::escpos;
pub(crate) use text::text;

/// How wide the paper is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Paper {
    /// 58 mm: 32 columns.
    Narrow,
    /// 80 mm: 48 columns.
    Wide,
}

impl Paper {
    /// The paper of this width in millimetres, if there is one.
    pub(crate) fn of_millimetres(width: &str) -> Option<Self> {
        match width {
            "58" => Some(Self::Narrow),
            "80" => Some(Self::Wide),
            _ => None,
        }
    }

    /// How many letters of a printer's own font stand in a line.
    pub(crate) const fn columns(self) -> usize {
        match self {
            Self::Narrow => 32,
            Self::Wide => 48,
        }
    }

    /// How many dots a line has; twelve for each letter.
    pub(crate) const fn dots(self) -> u16 {
        match self {
            Self::Narrow => 384,
            Self::Wide => 576,
        }
    }
}

/// One line of a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Row {
    /// In the middle.
    Centre { text: String, strong: bool },
    /// From the left.
    Left { text: String, strong: bool },
    /// A name at the left and a figure at the right.
    Pair { left: String, right: String, strong: bool },
    /// From edge to edge.
    Rule,
    /// Room for a signature.
    Gap,
    /// What is scanned to pay, under its heading. Plain text leaves it out: nobody types such a link.
    Code { heading: String, link: String },
}

#[cfg(test)]
mod tests;

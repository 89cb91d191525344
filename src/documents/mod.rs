//! Papers: a bill as an A4 page, as a thermal receipt, as a link for the customer and as a page behind that link.
//!
//! Everything here is drawn from a [`Bill`], a view of its own that holds only what a paper shows. Nothing is loaded
//! from elsewhere: the letters of India's scripts are in `fonts/`, built into the binary.

mod bill;
mod canvas;
mod facts;
mod font;
mod labels;
mod link;
pub(crate) mod page;
mod pdf;
mod press;
mod qr;
pub(crate) mod receipt;
#[cfg(test)]
mod samples;
mod sums;
mod text;

pub(crate) use bill::{Bill, Buyer, PaperCopy};
pub(crate) use link::{LinkError, Links, Shown};
pub(crate) use press::{Press, PressError};

#[cfg(test)]
mod tests;

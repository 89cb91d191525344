//! The letters of India's scripts: which font has one, and how a text is shaped.

use krilla::text::Font;
use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::ops::Range;
use std::sync::LazyLock;

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One font file.
pub(crate) struct FontFile {
    face: Face<'static>,
    /// What draws it into a PDF.
    pub(crate) pdf: Font,
}

macro_rules! fonts {
    ($($file:literal),+ $(,)?) => {
        [$(include_bytes!(concat!("fonts/", $file)).as_slice()),+]
    };
}

/// The first font that has a letter draws it.
static REGULAR: LazyLock<Vec<FontFile>> = LazyLock::new(|| {
    opened(&fonts![
        "NotoSans-Regular.ttf",
        "NotoSansDevanagari-Regular.ttf",
        "NotoSansBengali-Regular.ttf",
        "NotoSansGurmukhi-Regular.ttf",
        "NotoSansGujarati-Regular.ttf",
        "NotoSansOriya-Regular.ttf",
        "NotoSansTamil-Regular.ttf",
        "NotoSansTelugu-Regular.ttf",
        "NotoSansKannada-Regular.ttf",
        "NotoSansMalayalam-Regular.ttf",
    ])
});

/// Bold letters: Latin and Devanagari. Others are drawn in regular ones.
static BOLD: LazyLock<Vec<FontFile>> =
    LazyLock::new(|| opened(&fonts!["NotoSans-Bold.ttf", "NotoSansDevanagari-Bold.ttf"]));

fn opened(files: &[&'static [u8]]) -> Vec<FontFile> {
    let open = |bytes: &&'static [u8]| {
        Some(FontFile { face: Face::from_slice(bytes, 0)?, pdf: Font::new((*bytes).into(), 0)? })
    };
    files.iter().filter_map(open).collect()
}

/// A text in one font, in the order in which it is drawn.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) font: &'static FontFile,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
}

/// One glyph; lengths in the font's units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// Which bytes of the run's text it stands for.
    pub(crate) bytes: Range<usize>,
    pub(crate) advance: i32,
    pub(crate) offset: (i32, i32),
}

impl FontFile {
    /// The font's units in the width of an em.
    pub(crate) fn units_per_em(&self) -> i32 {
        self.face.units_per_em()
    }

    /// The glyph's outline in the font's units, y upwards.
    pub(crate) fn outline(&self, id: u16, to: &mut impl rustybuzz::ttf_parser::OutlineBuilder) {
        self.face.outline_glyph(GlyphId(id), to);
    }

    fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }
}

impl Run {
    /// How long it is at this size, in the size's unit; rounded up.
    pub(crate) fn width(&self, size: i32) -> i32 {
        let units: i64 = self.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        let em = i64::from(self.font.units_per_em()).max(1);
        let scaled = units.saturating_mul(i64::from(size)).saturating_add(em.saturating_sub(1)).div_euclid(em);
        i32::try_from(scaled).unwrap_or(i32::MAX)
    }
}

/// Shapes one line of text that runs from left to right.
pub(crate) fn shape(text: &str, weight: Weight) -> Vec<Run> {
    let mut pieces: Vec<(&'static FontFile, String)> = vec![];
    for letter in text.chars() {
        let held = pieces.last().map(|(font, _)| *font);
        let Some(font) = font_for(letter, weight, held) else { return vec![] };
        match pieces.last_mut() {
            Some((last, piece)) if std::ptr::eq(*last, font) => piece.push(letter),
            Some(_) | None => pieces.push((font, letter.to_string())),
        }
    }
    pieces.into_iter().map(|(font, text)| shape_run(font, text)).collect()
}

/// How long a text is at this size.
pub(crate) fn width(text: &str, weight: Weight, size: i32) -> i32 {
    shape(text, weight).iter().fold(0, |sum, run| sum.saturating_add(run.width(size)))
}

/// What joins or marks a letter stays in the letter's font where that has it.
fn font_for(letter: char, weight: Weight, held: Option<&'static FontFile>) -> Option<&'static FontFile> {
    let fonts = || {
        let heavy = if weight == Weight::Bold { BOLD.as_slice() } else { &[] };
        heavy.iter().chain(REGULAR.iter())
    };
    let clings = matches!(letter, '\u{200C}' | '\u{200D}' | '\u{0951}'..='\u{0954}' | '\u{0964}' | '\u{0965}');
    let held = held.filter(|font| clings && font.has(letter));
    held.or_else(|| fonts().find(|font| font.has(letter))).or_else(|| fonts().next())
}

fn shape_run(font: &'static FontFile, text: String) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    let shaped = rustybuzz::shape(&font.face, &[], buffer);
    let starts: Vec<usize> =
        shaped.glyph_infos().iter().map(|info| usize::try_from(info.cluster).unwrap_or(0)).collect();
    let after = |start: usize| starts.iter().copied().filter(|other| *other > start).min().unwrap_or(text.len());
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(&starts);
    let glyphs = glyphs.map(|((info, position), start)| Glyph {
        id: u16::try_from(info.glyph_id).unwrap_or(0),
        bytes: *start..after(*start),
        advance: position.x_advance,
        offset: (position.x_offset, position.y_offset),
    });
    let glyphs = glyphs.collect();
    Run { font, text, glyphs }
}

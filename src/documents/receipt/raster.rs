//! A row of a receipt as a picture, for letters that printers do not have.

use super::super::font::{self, Run, Weight};
use super::{Paper, Row, text};
use rustybuzz::ttf_parser::OutlineBuilder;
use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

/// How large letters are, in dots: as large as the printer's own.
const SIZE: i32 = 24;
/// From one line to the next.
const LINE: u16 = 36;
/// Where letters stand, from the top of the line: room for the marks above.
const BASE: i32 = 26;
/// A dot is printed where at least half of it is covered.
const HALF: u8 = 128;

/// A picture in black and white: `rows` of `row_bytes`, eight dots a byte, the first dot in the highest bit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Bitmap {
    pub(super) row_bytes: u16,
    pub(super) rows: u16,
    pub(super) bits: Vec<u8>,
}

/// The row's lines, each a picture as wide as the paper.
pub(super) fn picture(row: &Row, paper: Paper) -> Vec<Bitmap> {
    let columns = paper.columns();
    let weight = |strong: bool| if strong { Weight::Bold } else { Weight::Regular };
    match row {
        Row::Left { text, strong } => text::wrap(text, columns)
            .iter()
            .filter_map(|line| drawn(&[(line, Side::Left)], weight(*strong), paper))
            .collect(),
        Row::Centre { text, strong } => text::wrap(text, columns)
            .iter()
            .filter_map(|line| drawn(&[(line, Side::Middle)], weight(*strong), paper))
            .collect(),
        Row::Pair { left, right, strong } => {
            let weight = weight(*strong);
            let room = columns.saturating_sub(right.chars().count()).saturating_sub(1).max(columns / 2);
            let mut lines = text::wrap(left, room);
            let last = lines.pop().unwrap_or_default();
            let above = lines.iter().filter_map(|line| drawn(&[(line, Side::Left)], weight, paper));
            above.chain(drawn(&[(&last, Side::Left), (right, Side::Right)], weight, paper)).collect()
        }
        Row::Rule | Row::Gap | Row::Code { .. } => vec![],
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

/// One line. Texts that together are too long for it are drawn smaller.
fn drawn(texts: &[(&str, Side)], weight: Weight, paper: Paper) -> Option<Bitmap> {
    let dots = i32::from(paper.dots());
    let shaped: Vec<(Vec<Run>, Side)> = texts.iter().map(|(text, side)| (font::shape(text, weight), *side)).collect();
    let length = |runs: &[Run], size: i32| runs.iter().fold(0_i32, |sum, run| sum.saturating_add(run.width(size)));
    let fits = |size: &i32| shaped.iter().fold(0_i32, |sum, (runs, _)| sum.saturating_add(length(runs, *size))) <= dots;
    let size = (1..=SIZE).rev().find(fits)?;
    let mut mask = Mask::new(u32::from(paper.dots()), u32::from(LINE))?;
    for (runs, side) in &shaped {
        let free = dots.saturating_sub(length(runs, size));
        let mut x = match side {
            Side::Left => 0,
            Side::Middle => free / 2,
            Side::Right => free,
        };
        for run in runs {
            draw_run(&mut mask, run, x, size);
            x = x.saturating_add(run.width(size));
        }
    }
    let bits = mask.data().chunks(8).map(|dots| dots.iter().fold(0_u8, |byte, dot| byte << 1 | u8::from(*dot >= HALF)));
    Some(Bitmap { row_bytes: paper.dots() / 8, rows: LINE, bits: bits.collect() })
}

/// Fills the glyphs of one run. Scaling is the rasteriser's: outlines and offsets stay in the font's units.
fn draw_run(mask: &mut Mask, run: &Run, x: i32, size: i32) {
    let mut outline = Outline { path: PathBuilder::new(), dx: 0.0, dy: 0.0 };
    let mut pen = 0_i32;
    for glyph in &run.glyphs {
        (outline.dx, outline.dy) = (float(pen.saturating_add(glyph.offset.0)), float(glyph.offset.1));
        run.font.outline(glyph.id, &mut outline);
        pen = pen.saturating_add(glyph.advance);
    }
    let Some(path) = outline.path.finish() else { return };
    let (scale, minus) = scale(size, run.font.units_per_em());
    let place = Transform::from_row(scale, 0.0, 0.0, minus, float(x), float(BASE));
    mask.fill_path(&path, FillRule::Winding, true, place);
}

/// Takes a glyph's outline, moved to its place in the run.
struct Outline {
    path: PathBuilder,
    dx: f32,
    dy: f32,
}

#[expect(clippy::float_arithmetic, reason = "outlines are floats in the font's library and in the rasteriser")]
impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x + self.dx, y + self.dy);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x + self.dx, y + self.dy);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(x1 + self.dx, y1 + self.dy, x + self.dx, y + self.dy);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (dx, dy) = (self.dx, self.dy);
        self.path.cubic_to(x1 + dx, y1 + dy, x2 + dx, y2 + dy, x + dx, y + dy);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Dots for each of the font's units, and the same downwards.
#[expect(clippy::float_arithmetic, reason = "the rasteriser's scale is a float")]
fn scale(size: i32, units_per_em: i32) -> (f32, f32) {
    let scale = float(size) / float(units_per_em.max(1));
    (scale, -scale)
}

/// Exact below sixteen million; nothing on a receipt is longer.
#[expect(clippy::float_arithmetic, reason = "a whole number has no shorter way to a float of 32 bits")]
fn float(number: i32) -> f32 {
    let near = |part: i32| i16::try_from(part).unwrap_or(i16::MAX);
    f32::from(near(number.div_euclid(1_024))) * 1_024.0 + f32::from(near(number.rem_euclid(1_024)))
}

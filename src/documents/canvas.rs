//! A4 pages: what stands where, in whole tenths of a point, and how it is written as a PDF.

use super::font::{self, Run, Weight};
use super::qr::{QUIET, Qr};
use jiff::civil::DateTime;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

/// The width of an A4 page, in tenths of a point as all lengths here.
pub(crate) const WIDTH: i32 = 5_953;
/// Its height.
pub(crate) const HEIGHT: i32 = 8_419;

/// How dark something is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    Black,
    Grey,
    /// Behind a table's head.
    Shade,
    /// Thin lines.
    Line,
    /// Behind everything: "DRAFT".
    Pale,
    /// A cancelled bill says so in red.
    PaleRed,
}

/// Where a text stands in the room from its left edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Style {
    pub(crate) size: i32,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) const fn new(size: i32) -> Self {
        Self { size, weight: Weight::Regular, ink: Ink::Black }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    pub(crate) const fn grey(self) -> Self {
        Self { ink: Ink::Grey, ..self }
    }

    /// From one line to the next: room for the marks above and below the letters of India's scripts.
    pub(crate) const fn leading(self) -> i32 {
        self.size.saturating_mul(14).div_euclid(10)
    }

    /// How long a text is.
    pub(crate) fn width(self, text: &str) -> i32 {
        font::width(text, self.weight, self.size)
    }
}

enum Mark {
    /// A text whose letters stand on `y`.
    Text {
        x: i32,
        y: i32,
        style: Style,
        runs: Vec<Run>,
    },
    Rect {
        x: i32,
        y: i32,
        width: i32,
        height: i32,
        ink: Ink,
    },
    Code {
        x: i32,
        y: i32,
        module: i32,
        qr: Qr,
    },
    Link {
        x: i32,
        y: i32,
        width: i32,
        height: i32,
        to: String,
    },
    /// Large, across the whole page, behind the rest.
    Across {
        runs: Vec<Run>,
        ink: Ink,
    },
}

/// One page.
#[derive(Default)]
pub(crate) struct Page {
    marks: Vec<Mark>,
}

impl Page {
    /// Draws a text in the room of this width from `x`; its letters stand on `y`.
    pub(crate) fn text(&mut self, (x, y): (i32, i32), room: i32, align: Align, style: Style, text: &str) {
        let runs = font::shape(text, style.weight);
        let length = runs.iter().fold(0_i32, |sum, run| sum.saturating_add(run.width(style.size)));
        let free = room.saturating_sub(length);
        let indent = match align {
            Align::Left => 0,
            Align::Centre => free.div_euclid(2),
            Align::Right => free,
        };
        self.marks.push(Mark::Text { x: x.saturating_add(indent), y, style, runs });
    }

    /// Fills a rectangle.
    pub(crate) fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), ink: Ink) {
        self.marks.push(Mark::Rect { x, y, width, height, ink });
    }

    /// Draws a QR code whose modules are this wide; its quiet margin is inside.
    pub(crate) fn code(&mut self, (x, y): (i32, i32), module: i32, qr: Qr) {
        self.marks.push(Mark::Code { x, y, module, qr });
    }

    /// Makes a rectangle lead to an address.
    pub(crate) fn link(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), to: &str) {
        self.marks.push(Mark::Link { x, y, width, height, to: to.to_owned() });
    }

    /// Writes a word across the page, behind what stands on it.
    pub(crate) fn across(&mut self, word: &str, ink: Ink) {
        let runs = font::shape(word, Weight::Bold);
        self.marks.insert(0, Mark::Across { runs, ink });
    }
}

/// The side of a QR code drawn with modules of this width.
pub(crate) fn code_side(qr: &Qr, module: i32) -> i32 {
    let modules = qr.size().saturating_add(QUIET.saturating_mul(2));
    i32::try_from(modules).unwrap_or(i32::MAX).saturating_mul(module)
}

/// What a PDF says about itself. Nothing in it depends on when or where it is made.
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) language: &'static str,
    pub(crate) made: DateTime,
}

/// The pages as a PDF; `None` where the writer refuses them, which is a bug.
pub(crate) fn write(pages: &[Page], about: About) -> Option<Vec<u8>> {
    let mut document = Document::new_with(SerializeSettings { enable_tagging: false, ..SerializeSettings::default() });
    for page in pages {
        let mut sheet = document.start_page_with(PageSettings::from_wh(points(WIDTH), points(HEIGHT))?);
        for mark in &page.marks {
            if let Mark::Link { x, y, width, height, to } = mark {
                let link = LinkAnnotation::new(area(*x, *y, *width, *height)?, target(to));
                sheet.add_annotation(Annotation::new_link(link, None));
            }
        }
        let mut surface = sheet.surface();
        for mark in &page.marks {
            draw(&mut surface, mark)?;
        }
        surface.finish();
        sheet.finish();
    }
    document.set_metadata(metadata(about));
    let written = document.finish();
    written.inspect_err(|error| tracing::error!(?error, "a PDF could not be written")).ok()
}

fn target(to: &str) -> Target {
    Target::Action(Action::Link(LinkAction::new(to.to_owned())))
}

fn metadata(about: About) -> Metadata {
    let made = about.made;
    let two = |number: i8| u8::try_from(number).unwrap_or(0);
    let date = krilla::metadata::DateTime::new(u16::try_from(made.year()).unwrap_or(0))
        .month(two(made.month()))
        .day(two(made.day()))
        .hour(two(made.hour()))
        .minute(two(made.minute()))
        .second(two(made.second()))
        .utc_offset_hour(5)
        .utc_offset_minute(30);
    Metadata::new()
        .title(about.title)
        .authors(vec![about.author])
        .creator("Execora".to_owned())
        .language(about.language.to_owned())
        .creation_date(date)
}

/// Half of the root of two: the sine and cosine of half a right angle.
const DIAGONAL: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// Its opposite.
const MINUS: f32 = -DIAGONAL;

fn draw(surface: &mut Surface<'_>, mark: &Mark) -> Option<()> {
    match mark {
        Mark::Text { x, y, style, runs } => {
            surface.set_fill(Some(fill(style.ink)));
            draw_runs(surface, runs, (*x, *y), style.size);
        }
        Mark::Rect { x, y, width, height, ink } => {
            surface.set_fill(Some(fill(*ink)));
            let mut path = PathBuilder::new();
            path.push_rect(area(*x, *y, *width, *height)?);
            surface.draw_path(&path.finish()?);
        }
        Mark::Code { x, y, module, qr } => {
            surface.set_fill(Some(fill(Ink::Black)));
            let at =
                |index: usize| i32::try_from(index.saturating_add(QUIET)).unwrap_or(i32::MAX).saturating_mul(*module);
            let mut path = PathBuilder::new();
            for (row, from, length) in qr.stretches() {
                let width = i32::try_from(length).unwrap_or(i32::MAX).saturating_mul(*module);
                path.push_rect(area(x.saturating_add(at(from)), y.saturating_add(at(row)), width, *module)?);
            }
            surface.draw_path(&path.finish()?);
        }
        Mark::Across { runs, ink } => {
            const SIZE: i32 = 1_100;
            let length = runs.iter().fold(0_i32, |sum, run| sum.saturating_add(run.width(SIZE)));
            surface.set_fill(Some(fill(*ink)));
            // Turned by a quarter of half a turn about the middle of the page.
            let (middle, centre) = (points(WIDTH.div_euclid(2)), points(HEIGHT.div_euclid(2)));
            surface.push_transform(&Transform::from_row(DIAGONAL, MINUS, DIAGONAL, DIAGONAL, middle, centre));
            draw_runs(surface, runs, (length.div_euclid(-2), SIZE.div_euclid(3)), SIZE);
            surface.pop();
        }
        Mark::Link { .. } => {}
    }
    Some(())
}

fn draw_runs(surface: &mut Surface<'_>, runs: &[Run], (x, y): (i32, i32), size: i32) {
    let mut x = x;
    for run in runs {
        let em = run.font.units_per_em();
        let glyphs: Vec<KrillaGlyph> = run
            .glyphs
            .iter()
            .map(|glyph| {
                let (id, (dx, dy)) = (GlyphId::new(u32::from(glyph.id)), glyph.offset);
                let (advance, dx, dy) = (ems(glyph.advance, em), ems(dx, em), ems(dy, em));
                KrillaGlyph::new(id, advance, dx, dy, 0.0, glyph.bytes.clone(), None)
            })
            .collect();
        let start = Point::from_xy(points(x), points(y));
        surface.draw_glyphs(start, &glyphs, run.font.pdf.clone(), &run.text, points(size), false);
        x = x.saturating_add(run.width(size));
    }
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Black => (17, 17, 17),
        Ink::Grey => (96, 96, 96),
        Ink::Shade => (238, 238, 234),
        Ink::Line => (190, 190, 184),
        Ink::Pale => (226, 226, 226),
        Ink::PaleRed => (246, 214, 210),
    };
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn area(x: i32, y: i32, width: i32, height: i32) -> Option<Rect> {
    Rect::from_xywh(points(x), points(y), points(width), points(height))
}

/// Tenths of a point as the PDF's points. What lies farther out than any page is drawn at its edge.
#[expect(clippy::float_arithmetic, reason = "a PDF's numbers are floats: whole tenths become so here and nowhere else")]
fn points(tenths: i32) -> f32 {
    let near = i16::try_from(tenths).unwrap_or(if tenths < 0 { i16::MIN } else { i16::MAX });
    f32::from(near) / 10.0
}

/// A font's units as a part of its em.
#[expect(clippy::float_arithmetic, reason = "a PDF's numbers are floats: whole units become so here and nowhere else")]
fn ems(units: i32, per_em: i32) -> f32 {
    let near = |units: i32| i16::try_from(units).unwrap_or(if units < 0 { i16::MIN } else { i16::MAX });
    f32::from(near(units)) / f32::from(near(per_em.max(1)))
}

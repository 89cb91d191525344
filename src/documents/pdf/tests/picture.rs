//! Whether Indian scripts are shaped right: our page beside the drawing of `hb-view` of the same word.

use super::super::super::canvas::{About, Align, Page, Style, write};
use super::super::super::font::{self, Weight};
use super::through;
use jiff::civil::date;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A conjunct of three, a reph, a vowel sign before its consonant, a nukta, a half letter, a joiner's wish; then the
/// other scripts.
const WORDS: [(&str, &str); 17] = [
    ("क्षत्रिय", "Devanagari"),
    ("र्क", "Devanagari"),
    ("कि", "Devanagari"),
    ("शक्ति", "Devanagari"),
    ("ज्ञानेश्वरी", "Devanagari"),
    ("लक्ष्मी", "Devanagari"),
    ("ट्रेडर्स", "Devanagari"),
    ("हिन्दुस्तान", "Devanagari"),
    ("फ़र्नीचर", "Devanagari"),
    ("क्‍ष", "Devanagari"),
    ("কৃষ্ণ", "Bengali"),
    ("ਸਿੰਘ", "Gurmukhi"),
    ("શ્રી", "Gujarati"),
    ("ଓଡ଼ିଶା", "Oriya"),
    ("கொழும்பு", "Tamil"),
    ("శ్రీకృష్ణ", "Telugu"),
    ("ಕ್ಷೇತ್ರ", "Kannada"),
];

fn file(script: &str) -> PathBuf {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/documents/fonts");
    fonts.join(format!("NotoSans{script}-Regular.ttf"))
}

/// What is dark of a picture, without the light around it.
struct Ink {
    width: usize,
    rows: Vec<Vec<bool>>,
}

impl Ink {
    fn of_pdf(pdf: &[u8]) -> Self {
        let picture = through("pdftoppm", &["-r", "72", "-gray", "-"], pdf);
        let mut head = picture.splitn(4, u8::is_ascii_whitespace);
        let mut next = || head.next().unwrap();
        assert_eq!(next(), b"P5");
        let width: usize = std::str::from_utf8(next()).unwrap().parse().unwrap();
        next();
        let pixels = next().splitn(2, |byte| *byte == b'\n').nth(1).unwrap();
        let rows: Vec<Vec<bool>> =
            pixels.chunks(width).map(|row| row.iter().map(|pixel| *pixel < 128).collect()).collect();
        let dark = |row: &Vec<bool>| row.contains(&true);
        let (top, bottom) = (rows.iter().position(dark).unwrap(), rows.iter().rposition(dark).unwrap());
        let rows = &rows[top..=bottom];
        let left = rows.iter().filter_map(|row| row.iter().position(|dark| *dark)).min().unwrap();
        let right = rows.iter().filter_map(|row| row.iter().rposition(|dark| *dark)).max().unwrap();
        let rows = rows.iter().map(|row| row[left..=right].to_vec()).collect();
        Self { width: right - left + 1, rows }
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        self.rows.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false)
    }

    /// How many of a hundred dark dots are dark in one picture alone, at the best of the places a dot apart.
    fn percent_off(&self, other: &Self) -> usize {
        let (width, height) = (self.width.max(other.width) + 2, self.rows.len().max(other.rows.len()) + 2);
        let total = self.rows.iter().flatten().filter(|dark| **dark).count();
        let off = |dx: usize, dy: usize| {
            let differs = |(x, y): (usize, usize)| {
                let ours = x > 0 && y > 0 && self.dark(x - 1, y - 1);
                ours != (x >= dx && y >= dy && other.dark(x - dx, y - dy))
            };
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|at| differs(*at)).count()
        };
        let places = (0..3).flat_map(|dx| (0..3).map(move |dy| off(dx, dy)));
        places.min().unwrap() * 100 / total
    }
}

/// The words one after the other, each shaped by itself, as large as `hb-view` draws them.
fn ours(pieces: &[String]) -> Ink {
    let (mut page, style, mut x) = (Page::default(), Style::new(960), 300);
    for piece in pieces {
        page.text((x, 3_000), 5_000, Align::Left, style, piece);
        x += style.width(piece);
    }
    let about =
        About { title: String::new(), author: String::new(), language: "hi", made: date(2026, 1, 1).at(0, 0, 0, 0) };
    Ink::of_pdf(&write(&[page], about).unwrap())
}

fn harfbuzz(word: &str, script: &str) -> Ink {
    let font = format!("--font-file={}", file(script).display());
    let arguments = ["--font-size=96", "--margin=40", "--output-format=pdf", font.as_str(), word];
    let drawn = Command::new("hb-view").args(arguments).output();
    let drawn = drawn.unwrap_or_else(|error| panic!("hb-view: {error}: run scripts/setup test"));
    assert!(drawn.status.success());
    Ink::of_pdf(&drawn.stdout)
}

#[test]
fn words_look_as_harfbuzz_draws_them() {
    for (word, script) in WORDS {
        let off = ours(&[word.to_owned()]).percent_off(&harfbuzz(word, script));
        assert!(off <= 8, "{word}: {off} % of the picture differs");
    }
}

#[test]
fn letters_that_are_not_shaped_together_look_wrong() {
    for word in ["क्षत्रिय", "र्क", "कि", "शक्ति", "ज्ञानेश्वरी"]
    {
        let letters: Vec<String> = word.chars().map(String::from).collect();
        let off = ours(&letters).percent_off(&harfbuzz(word, "Devanagari"));
        assert!(off > 60, "{word}: {off} % of the picture differs");
    }
}

#[test]
fn words_have_the_glyphs_that_harfbuzz_gives_them() {
    for (word, script) in WORDS {
        let font = format!("--font-file={}", file(script).display());
        let arguments = ["--no-glyph-names", "--no-positions", "--no-clusters", font.as_str(), word];
        let shaped = Command::new("hb-shape").args(arguments).output();
        let shaped = shaped.unwrap_or_else(|error| panic!("hb-shape: {error}: run scripts/setup test"));
        let runs = font::shape(word, Weight::Regular);
        let ids: Vec<String> = runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.id.to_string()).collect();
        assert_eq!(String::from_utf8(shaped.stdout).unwrap().trim(), format!("[{}]", ids.join("|")), "{word}");
    }
}

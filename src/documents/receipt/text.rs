//! A receipt as plain text in columns.

use super::super::bill::Bill;
use super::{Paper, Row, rows};
use execora_domain::reply::Tongue;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The receipt; no line is wider than the paper, counted in the columns that a letter takes.
pub(crate) fn text(bill: &Bill, paper: Paper, tongue: Tongue) -> String {
    let mut text = String::new();
    for row in rows::rows(bill, tongue) {
        for line in lines(&row, paper.columns()) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// A row as lines of at most so many columns.
pub(super) fn lines(row: &Row, columns: usize) -> Vec<String> {
    match row {
        Row::Left { text, .. } => wrap(text, columns),
        Row::Centre { text, .. } => {
            let centred = |line: String| {
                let indent = columns.saturating_sub(line.width()) / 2;
                format!("{}{line}", " ".repeat(indent))
            };
            wrap(text, columns).into_iter().map(centred).collect()
        }
        Row::Pair { left, right, .. } => pair(left, right, columns),
        Row::Rule => vec!["-".repeat(columns)],
        Row::Gap => vec![String::new(), String::new()],
        Row::Code { .. } => vec![],
    }
}

/// The figure stands at the right of the last line of its name, or below it where there is no room.
fn pair(left: &str, right: &str, columns: usize) -> Vec<String> {
    let at_the_right = |start: &str, rest: &str| {
        let gap = columns.saturating_sub(start.width()).saturating_sub(rest.width());
        format!("{start}{}{rest}", " ".repeat(gap))
    };
    let mut lines = indented(left, columns);
    let last = lines.pop().unwrap_or_default();
    if last.width().saturating_add(right.width()) < columns {
        lines.push(at_the_right(&last, right));
        return lines;
    }
    lines.push(last);
    lines.extend(wrap(right, columns).iter().map(|line| at_the_right("", line)));
    lines
}

/// Keeps the spaces that a text begins with.
fn indented(text: &str, columns: usize) -> Vec<String> {
    let indent: String = text.chars().take_while(|letter| *letter == ' ').collect();
    let lines = wrap(text, columns.saturating_sub(indent.len()));
    lines.into_iter().map(|line| format!("{indent}{line}")).collect()
}

/// Breaks a text between words, or within a word that is too long; never within a letter and its marks.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let (mut lines, mut line) = (vec![], String::new());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let gap = usize::from(!line.is_empty());
        if line.width().saturating_add(gap).saturating_add(word.width()) <= columns {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.graphemes(true) {
            if !line.is_empty() && line.width().saturating_add(letter.width()) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(letter);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

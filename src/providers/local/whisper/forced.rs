//! What may have been said: how well each of a few texts fits the sound, all in one go.
//!
//! The texts are a tree: what two of them have in common at their beginnings is decoded once.

#![expect(clippy::float_arithmetic, reason = "sound")]

use super::Signs;
use super::engine::{Encoded, Engine, Memory, Node};

/// Tokens decoded at once; what may follow each takes 200 kB.
const NODES_MAX: usize = 160;

/// How well a text fits.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Fit {
    /// The sum of the logarithms of its tokens' probabilities.
    pub(crate) text: f32,
    /// The logarithm of the probability that nothing follows it.
    pub(crate) end: f32,
    /// Its tokens.
    pub(crate) tokens: u16,
}

impl Fit {
    /// The text and nothing after it.
    pub(crate) fn whole(&self) -> f32 {
        self.text + self.end
    }
}

/// Tokens of a text, opening and all.
pub(super) struct Text {
    /// All of them.
    pub(super) tokens: Vec<u32>,
    /// How many of them are the opening, which has no score.
    pub(super) opening: usize,
}

/// Texts that share their beginnings.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    parents: Vec<Option<usize>>,
}

/// How well each text fits the sound.
///
/// # Errors
/// Where the model breaks.
pub(super) fn fits(engine: &Engine, sound: &Encoded, texts: &[Text], signs: &Signs) -> Result<Vec<Fit>, String> {
    let mut fits = Vec::with_capacity(texts.len());
    let mut rest = texts;
    while !rest.is_empty() {
        let mut tree = Tree::default();
        let mut paths: Vec<Vec<usize>> = Vec::new();
        for text in rest {
            if !paths.is_empty() && tree.nodes.len() + text.tokens.len() > NODES_MAX {
                break;
            }
            paths.push(tree.grow(&text.tokens));
        }
        let (now, later) = rest.split_at(paths.len());
        let rows: Vec<usize> = (0..tree.nodes.len()).collect();
        let next = engine.decode(sound, &mut Memory::default(), &tree.nodes, &rows)?;
        for (text, path) in now.iter().zip(&paths) {
            let mut fit = Fit::default();
            let followers = text.tokens.iter().copied().skip(1).chain([signs.end]);
            for (at, (row, token)) in path.iter().zip(followers).enumerate() {
                let chance = next.logit(*row, token)? - next.sum_of_all(*row, &signs.unwanted)?;
                if at + 1 == path.len() {
                    fit.end = chance;
                } else if at + 1 >= text.opening {
                    fit.text += chance;
                    fit.tokens += 1;
                }
            }
            fits.push(fit);
        }
        rest = later;
    }
    Ok(fits)
}

impl Tree {
    /// Adds a text, and says where its tokens are.
    fn grow(&mut self, tokens: &[u32]) -> Vec<usize> {
        let mut path: Vec<usize> = Vec::with_capacity(tokens.len());
        for (place, token) in tokens.iter().enumerate() {
            let parent = path.last().copied();
            let known = self.parents.iter().zip(&self.nodes).position(|(p, node)| *p == parent && node.token == *token);
            let at = known.unwrap_or_else(|| {
                let at = self.nodes.len();
                let sees = path.iter().copied().chain([at]).collect();
                self.nodes.push(Node { token: *token, place, sees });
                self.parents.push(parent);
                at
            });
            path.push(at);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_begin_alike_share_their_beginnings() {
        let mut tree = Tree::default();
        assert_eq!(tree.grow(&[1, 2, 3]), [0, 1, 2]);
        assert_eq!(tree.grow(&[1, 2, 4]), [0, 1, 3]);
        assert_eq!(tree.grow(&[1, 3]), [0, 4], "the same token elsewhere is another");
        assert_eq!(tree.nodes[3].sees, [0, 1, 3]);
        assert_eq!(tree.nodes[3].place, 2);
    }
}

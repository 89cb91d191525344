//! What was said: the likeliest texts, found by keeping a few of them at each step.

#![expect(clippy::float_arithmetic, reason = "sound")]

use super::Signs;
use super::engine::{Encoded, Engine, Memory, Next, Node};

/// What is looked for, and how hard.
pub(super) struct Search<'a> {
    /// What comes before what is said.
    pub(super) opening: &'a [u32],
    /// What is no word.
    pub(super) signs: &'a Signs,
    /// Texts kept at each step.
    pub(super) beam: usize,
    /// Tokens of one text.
    pub(super) tokens_max: usize,
    /// How much less likely a token becomes when it was there before.
    pub(super) penalty: f32,
}

/// One text.
pub(super) struct Reading {
    /// Without the end.
    pub(super) tokens: Vec<u32>,
    /// The mean of the logarithms of the tokens' probabilities.
    pub(super) score: f32,
}

/// What was found.
pub(super) struct Found {
    /// The likeliest first.
    pub(super) readings: Vec<Reading>,
    /// How likely it is that nobody spoke.
    pub(super) silence: f32,
}

/// A text that goes on.
struct Branch {
    tokens: Vec<u32>,
    /// The sum of the logarithms.
    sum: f32,
    /// Where its tokens lie in memory.
    sees: Vec<usize>,
}

/// A token more for a branch.
struct Step {
    branch: usize,
    token: u32,
    sum: f32,
}

impl Search<'_> {
    /// Finds what was said.
    ///
    /// # Errors
    /// Where the model breaks.
    pub(super) fn run(&self, engine: &Engine, sound: &Encoded) -> Result<Found, String> {
        let mut memory = Memory::default();
        let (mut next, silence) = self.open(engine, sound, &mut memory)?;
        let mut branches = vec![Branch { tokens: Vec::new(), sum: 0.0, sees: Vec::new() }];
        let mut readings = Vec::new();
        for length in 1..=self.tokens_max {
            let steps = self.steps(&next, &branches)?;
            let last = length == self.tokens_max;
            branches = self.follow(&branches, &steps, last, memory.own(), &mut readings);
            if branches.is_empty() || readings.len() >= self.beam {
                break;
            }
            let nodes: Vec<Node> = branches.iter().map(|branch| self.node(branch)).collect();
            let rows: Vec<usize> = (0..nodes.len()).collect();
            next = engine.decode(sound, &mut memory, &nodes, &rows)?;
        }
        readings.sort_by(|one: &Reading, other| other.score.total_cmp(&one.score));
        readings.truncate(self.beam);
        Ok(Found { readings, silence })
    }

    /// Decodes what comes before: what may follow it, and how likely it is that nobody spoke.
    fn open(&self, engine: &Engine, sound: &Encoded, memory: &mut Memory) -> Result<(Next, f32), String> {
        let node = |(place, token): (usize, &u32)| Node { token: *token, place, sees: (0..=place).collect() };
        let nodes: Vec<Node> = self.opening.iter().enumerate().map(node).collect();
        let start = self.opening.iter().position(|token| *token == self.signs.start).unwrap_or_default();
        let next = engine.decode(sound, memory, &nodes, &[nodes.len() - 1, start])?;
        memory.share();
        let silence = next.logit(1, self.signs.silence)? - next.sum_of_all(1, &self.signs.unwanted)?;
        Ok((next, silence.exp()))
    }

    /// The last token of a branch.
    fn node(&self, branch: &Branch) -> Node {
        let place = self.opening.len() + branch.tokens.len() - 1;
        Node { token: branch.tokens.last().copied().unwrap_or(self.signs.end), place, sees: branch.sees.clone() }
    }

    /// The likeliest ways on, twice as many as branches are kept, so that some go on where many end.
    fn steps(&self, next: &Next, branches: &[Branch]) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        for (row, branch) in branches.iter().enumerate() {
            let mut said = branch.tokens.clone();
            said.sort_unstable();
            said.dedup();
            let never: &[u32] = if branch.tokens.is_empty() { &self.signs.never_first } else { &[] };
            let sum = self.sum(next, row, &said, never)?;
            for (token, logit) in next.likeliest(row)? {
                if never.contains(&token) {
                    continue;
                }
                let logit = if said.contains(&token) { self.penalised(logit) } else { logit };
                steps.push(Step { branch: row, token, sum: branch.sum + logit - sum });
            }
        }
        steps.sort_by(|one, other| other.sum.total_cmp(&one.sum));
        steps.truncate(2 * self.beam);
        Ok(steps)
    }

    /// The logarithm of the sum of the exponentials, once what was said has become less likely and what may not stand
    /// first is gone.
    fn sum(&self, next: &Next, row: usize, said: &[u32], never: &[u32]) -> Result<f32, String> {
        let sum = next.sum(row)?;
        let mut rest = 1.0;
        for token in said.iter().filter(|token| self.signs.unwanted.binary_search(token).is_err()) {
            let logit = next.logit(row, *token)?;
            rest += (self.penalised(logit) - sum).exp() - (logit - sum).exp();
        }
        for token in never.iter().filter(|token| self.signs.unwanted.binary_search(token).is_err()) {
            rest -= (next.logit(row, *token)? - sum).exp();
        }
        Ok(sum + rest.max(f32::EPSILON).ln())
    }

    fn penalised(&self, logit: f32) -> f32 {
        if logit > 0.0 { logit / self.penalty } else { logit * self.penalty }
    }

    /// Takes the likeliest steps: texts that end are readings, the others go on, and the next likeliest take the places
    /// of those that ended.
    fn follow(
        &self,
        branches: &[Branch],
        steps: &[Step],
        last: bool,
        own: usize,
        readings: &mut Vec<Reading>,
    ) -> Vec<Branch> {
        let mut kept: Vec<Branch> = Vec::new();
        let mut going_on = steps.iter().skip(self.beam).filter(|step| step.token != self.signs.end);
        for step in steps.iter().take(self.beam) {
            let step = if step.token == self.signs.end || last {
                readings.push(self.reading(&branches[step.branch].tokens, step));
                match going_on.next() {
                    Some(next) if !last => next,
                    _ => continue,
                }
            } else {
                step
            };
            let before = &branches[step.branch];
            let tokens = [before.tokens.as_slice(), &[step.token]].concat();
            let sees = [before.sees.as_slice(), &[own + kept.len()]].concat();
            kept.push(Branch { tokens, sum: step.sum, sees });
        }
        kept
    }

    fn reading(&self, before: &[u32], step: &Step) -> Reading {
        let mut tokens = before.to_vec();
        if step.token != self.signs.end {
            tokens.push(step.token);
        }
        let length = u16::try_from(tokens.len().max(1)).unwrap_or(u16::MAX);
        Reading { score: step.sum / f32::from(length), tokens }
    }
}

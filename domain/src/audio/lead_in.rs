//! The sound just before an utterance was noticed: its first syllable is in there.

use super::Frame;
use std::collections::VecDeque;

/// The last frames before an utterance, at most as many as it was made for.
#[derive(Debug)]
pub struct LeadIn {
    frames: VecDeque<Frame>,
    frames_max: usize,
}

impl LeadIn {
    /// Keeps this many frames.
    #[must_use]
    pub fn new(frames_max: usize) -> Self {
        Self { frames: VecDeque::with_capacity(frames_max), frames_max }
    }

    /// Keeps one more frame, and forgets the oldest if there is no place for it.
    pub fn keep(&mut self, frame: Frame) {
        if self.frames.len() >= self.frames_max {
            self.frames.pop_front();
        }
        if self.frames_max > 0 {
            self.frames.push_back(frame);
        }
    }

    /// Takes what was kept, oldest first.
    pub fn take(&mut self) -> impl Iterator<Item = Frame> {
        self.frames.drain(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_frames_are_kept() {
        let mut lead_in = LeadIn::new(3);
        for sample in 1..=5 {
            lead_in.keep(Frame::new([sample; 320]));
        }
        let kept: Vec<i16> = lead_in.take().map(|frame| frame.samples()[0]).collect();
        assert_eq!(kept, [3, 4, 5]);
        assert_eq!(lead_in.take().count(), 0);
    }
}

//! From the pieces of a streamed completion to the document that it is.

use super::endpoint::Trouble;
use serde::Deserialize;
use serde_json::Value;

/// The longest answer, in bytes: some ten times what four frames take.
const ANSWER_MAX: usize = 16_384;

/// What the service counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Usage {
    pub(super) prompt_tokens: u64,
    pub(super) completion_tokens: u64,
}

/// One event of the stream, or the whole answer of a service that does not stream. What is not named is ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chunk {
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
    error: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    #[serde(alias = "message")]
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Delta {
    content: Option<String>,
    refusal: Option<String>,
    tool_calls: Option<Value>,
}

/// An answer in the making.
#[derive(Debug, Default)]
pub(super) struct Answer {
    text: String,
    finished: bool,
    /// Nothing more comes.
    ended: bool,
    pub(super) usage: Usage,
}

impl Answer {
    /// Takes in the data of one event.
    pub(super) fn push(&mut self, data: &str) -> Result<(), Trouble> {
        if data.is_empty() {
            return Ok(());
        }
        if data == "[DONE]" {
            (self.finished, self.ended) = (true, true);
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_str(data).map_err(|_| Trouble::Unreadable)?;
        if chunk.error.is_some() {
            return Err(Trouble::Cut);
        }
        if let Some(usage) = chunk.usage {
            self.usage = usage;
        }
        for choice in chunk.choices.unwrap_or_default().into_iter().take(1) {
            let delta = choice.delta.unwrap_or_default();
            if delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
                return Err(Trouble::Declined);
            }
            if delta.tool_calls.is_some_and(|calls| calls.as_array().is_none_or(|calls| !calls.is_empty())) {
                return Err(Trouble::Tools);
            }
            self.text.push_str(delta.content.as_deref().unwrap_or_default());
            if self.text.len() > ANSWER_MAX {
                return Err(Trouble::TooLong);
            }
            match choice.finish_reason.as_deref() {
                None => {}
                Some("stop") => self.finished = true,
                Some("length") => return Err(Trouble::TooLong),
                Some("content_filter") => return Err(Trouble::Declined),
                Some("tool_calls" | "function_call") => return Err(Trouble::Tools),
                Some(_) => return Err(Trouble::Unreadable),
            }
        }
        Ok(())
    }

    /// Whether a first word has come.
    pub(super) const fn has_begun(&self) -> bool {
        !self.text.is_empty()
    }

    /// Whether the service said that nothing more comes.
    pub(super) const fn has_ended(&self) -> bool {
        self.ended
    }

    /// The document: an object with everything that the schema asks for at its top.
    pub(super) fn document(&self, schema: &Value) -> Result<Value, Trouble> {
        if !self.finished {
            return Err(Trouble::Cut);
        }
        let document: Value = serde_json::from_str(self.text.trim()).map_err(|_| Trouble::Unreadable)?;
        let object = document.as_object().ok_or(Trouble::Unreadable)?;
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        let whole = required.iter().filter_map(Value::as_str).all(|name| object.contains_key(name));
        if whole { Ok(document) } else { Err(Trouble::Unreadable) }
    }
}

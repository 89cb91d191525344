//! Frames of the socket: text in as messages, messages and sound out as frames.

use bytes::{BufMut as _, Bytes, BytesMut};
use execora_actors::session::protocol::{ClientMessage, ServerMessage};
use execora_domain::ids::TurnId;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The longest typed command, in characters.
const TYPED_MAX: usize = 2_000;

/// A text frame that is no message.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Wrong {
    /// For programs.
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
}

fn wrong<T>(code: &'static str, message: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { code, message: message.into() })
}

/// Reads a text frame.
pub(super) fn parse(text: &str) -> Result<ClientMessage, Wrong> {
    let Ok(frame) = serde_json::from_str::<Map<String, Value>>(text) else {
        return wrong("bad_message", "a text frame is a JSON object with type and data");
    };
    let Some(kind) = frame.get("type").and_then(Value::as_str) else {
        return wrong("bad_message", "the frame has no type");
    };
    let data = frame.get("data").filter(|data| !data.is_null());
    let message = match kind {
        // These carry nothing, whatever a client puts there.
        "voice:interrupt" | "voice:stop" => json!({ "type": kind }),
        "voice:start" => json!({ "type": kind, "data": data.unwrap_or(&json!({})) }),
        "voice:final" | "voice:resume" | "playback:position" => {
            json!({ "type": kind, "data": data.unwrap_or(&Value::Null) })
        }
        _ => return wrong("unknown_type", "this server knows no message of this type"),
    };
    let message = match serde_json::from_value::<ClientMessage>(message) {
        Ok(message) => message,
        Err(error) => return wrong("bad_message", format!("the data of {kind} is not right: {error}")),
    };
    match &message {
        ClientMessage::Typed { text } if text.chars().count() > TYPED_MAX => {
            wrong("too_long", format!("a typed command has at most {TYPED_MAX} characters"))
        }
        ClientMessage::Typed { .. }
        | ClientMessage::Start(_)
        | ClientMessage::Resume { .. }
        | ClientMessage::Interrupt
        | ClientMessage::PlaybackPosition { .. }
        | ClientMessage::Stop => Ok(message),
    }
}

/// Writes a text frame.
pub(super) fn text(message: &ServerMessage, now: Timestamp) -> String {
    let mut frame = serde_json::to_value(message).unwrap_or(Value::Null);
    if let Value::Object(fields) = &mut frame {
        fields.insert("timestamp".to_owned(), Value::String(now.to_string()));
    }
    frame.to_string()
}

/// Writes a frame of sound: the turn, the index of its first sample, PCM16; all little-endian.
pub(super) fn sound(turn: TurnId, first_sample: u32, pcm: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(pcm.len().saturating_add(8));
    frame.put_u32_le(turn.0);
    frame.put_u32_le(first_sample);
    frame.put_slice(pcm);
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(text: &str) -> &'static str {
        parse(text).unwrap_err().code
    }

    #[test]
    fn a_message_is_read_with_or_without_data_it_does_not_need() {
        let stop = r#"{"type":"voice:stop","data":{},"timestamp":"2026-01-01T00:00:00Z"}"#;
        assert_eq!(parse(stop), Ok(ClientMessage::Stop));
        assert_eq!(parse(r#"{"type":"voice:interrupt"}"#), Ok(ClientMessage::Interrupt));
        assert!(matches!(parse(r#"{"type":"voice:start"}"#), Ok(ClientMessage::Start(_))));
        let typed = parse(r#"{"type":"voice:final","data":{"text":"haan"}}"#);
        assert_eq!(typed, Ok(ClientMessage::Typed { text: "haan".into() }));
    }

    #[test]
    fn what_is_no_message_says_why() {
        assert_eq!(code_of("{"), "bad_message");
        assert_eq!(code_of("[]"), "bad_message");
        assert_eq!(code_of(r#"{"data":{}}"#), "bad_message");
        assert_eq!(code_of(r#"{"type":"voice:sing"}"#), "unknown_type");
        assert_eq!(code_of(r#"{"type":"voice:final"}"#), "bad_message");
        assert_eq!(code_of(r#"{"type":"voice:start","data":{"sampleRate":"x"}}"#), "bad_message");
        let long = json!({"type": "voice:final", "data": {"text": "x".repeat(2_001)}}).to_string();
        assert_eq!(code_of(&long), "too_long");
    }

    #[test]
    fn sound_carries_its_turn_and_place() {
        let frame = sound(TurnId(2), 320, &[1, 2]);
        assert_eq!(&frame[..], [2, 0, 0, 0, 64, 1, 0, 0, 1, 2]);
    }

    #[test]
    fn a_text_frame_has_a_timestamp() {
        let frame: Value = serde_json::from_str(&text(&ServerMessage::Started {}, Timestamp::UNIX_EPOCH)).unwrap();
        assert_eq!(frame["type"], "voice:started");
        assert_eq!(frame["timestamp"], "1970-01-01T00:00:00Z");
    }
}

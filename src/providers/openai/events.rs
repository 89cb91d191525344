//! Server-sent events, as far as these services use them: the data of each event, bounded.

/// The longest line that is taken in, in bytes.
const LINE_MAX: usize = 65_536;

/// A stream of events, cut at any byte.
#[derive(Debug, Default)]
pub(super) struct Events {
    line: Vec<u8>,
}

/// A line longer than any event's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct LineTooLong;

impl Events {
    /// The data of the events that end in these bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<String>, LineTooLong> {
        let mut found = vec![];
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            self.line.extend_from_slice(line);
            rest = after.get(1..).unwrap_or_default();
            found.extend(data(&self.line));
            self.line.clear();
        }
        if self.line.len().saturating_add(rest.len()) > LINE_MAX {
            return Err(LineTooLong);
        }
        self.line.extend_from_slice(rest);
        Ok(found)
    }
}

/// What stands behind `data:`; these services write every event in one line.
fn data(line: &[u8]) -> Option<String> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let data = line.strip_prefix(b"data:")?;
    Some(String::from_utf8_lossy(data).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_the_same_however_the_stream_is_cut() {
        let stream = ": hello\r\ndata: {\"a\":\"हाँ\"}\r\n\r\nevent: x\ndata:2\n\ndata: [DONE]\n\n".as_bytes();
        let whole = Events::default().push(stream).unwrap();
        assert_eq!(whole, ["{\"a\":\"हाँ\"}", "2", "[DONE]"]);
        for size in 1..stream.len() {
            let mut events = Events::default();
            let cut: Vec<String> = stream.chunks(size).flat_map(|part| events.push(part).unwrap()).collect();
            assert_eq!(cut, whole, "{size}");
        }
    }

    #[test]
    fn a_line_without_an_end_is_given_up() {
        let mut events = Events::default();
        let part = vec![b'x'; 40_000];
        assert!(events.push(&part).is_ok());
        assert_eq!(events.push(&part), Err(LineTooLong));
    }
}

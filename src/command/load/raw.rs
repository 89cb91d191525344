//! HTTP as bytes on one kept-alive connection: the client shares the processors with what it measures, so it is as lean
//! as pgbench is.

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest head of an answer.
const HEAD_MAX: usize = 16_384;

/// One connection. Dropping it closes it.
pub(super) struct Raw {
    stream: TcpStream,
    /// The head's lines that all requests have.
    common: String,
    asked: Vec<u8>,
    answered: Vec<u8>,
}

impl Raw {
    pub(super) async fn connect(authority: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(authority)
            .await
            .with_context(|| format!("nobody answers at {authority}: start the server first"))?;
        stream.set_nodelay(true)?;
        let common = format!("host: {authority}\r\ncontent-type: application/json\r\nauthorization: Bearer ");
        Ok(Self { stream, common, asked: Vec::with_capacity(1_024), answered: Vec::with_capacity(8_192) })
    }

    /// The status and body of one request, made with this token.
    pub(super) async fn send(
        &mut self,
        token: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<(u16, &[u8])> {
        self.asked.clear();
        let head = [method, " ", path, " HTTP/1.1\r\n", &self.common, token, "\r\ncontent-length: "];
        for part in head {
            self.asked.extend_from_slice(part.as_bytes());
        }
        self.asked.extend_from_slice(body.len().to_string().as_bytes());
        self.asked.extend_from_slice(b"\r\n\r\n");
        self.asked.extend_from_slice(body.as_bytes());
        self.stream.write_all(&self.asked).await?;
        self.answered.clear();
        loop {
            ensure!(self.stream.read_buf(&mut self.answered).await? > 0, "the server closed the connection");
            if let Some(answer) = Answer::in_bytes(&self.answered)? {
                return Ok((answer.status, self.answered.get(answer.body..).unwrap_or_default()));
            }
            ensure!(self.answered.len() < HEAD_MAX * 64, "the answer does not end");
        }
    }
}

/// A whole answer in what was read.
struct Answer {
    status: u16,
    /// Where the body begins.
    body: usize,
}

impl Answer {
    fn in_bytes(bytes: &[u8]) -> anyhow::Result<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let head = std::str::from_utf8(&bytes[..end]).context("an answer's head is not text")?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).context("no status")?;
        let length = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let Some(length) = length else { bail!("an answer without a length: {head}") };
        let body = end + 4;
        Ok((bytes.len() >= body + length).then_some(Self { status, body }))
    }
}

/// The text of the first member of this name, where it has no escapes.
pub(super) fn member<'a>(json: &'a [u8], name: &str) -> Option<&'a str> {
    let text = std::str::from_utf8(json).ok()?;
    let (_, rest) = text.split_once(&format!("\"{name}\":\""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let whole = b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nabcd";
        for length in 0..whole.len() {
            assert!(Answer::in_bytes(&whole[..length]).unwrap().is_none(), "{length}");
        }
        let answer = Answer::in_bytes(whole).unwrap().unwrap();
        assert_eq!((answer.status, &whole[answer.body..]), (201, &b"abcd"[..]));
        assert!(Answer::in_bytes(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[test]
    fn a_member_is_found_by_its_name() {
        assert_eq!(
            member(br#"{"invoice":{"id":"1","number":"INV/26-27/000001"}}"#, "number"),
            Some("INV/26-27/000001")
        );
        assert_eq!(member(b"{}", "number"), None);
    }
}

//! Asks a studio that is running already for another key, so that a second double click opens a page and not a second
//! program.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// The time that the other program may take.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_ANSWER: u64 = 16 * 1024;

/// Returns the address that opens a page of the studio at `origin`; `None` if it doesn't answer, or doesn't know the token.
pub fn open_again(origin: &str, token: &str) -> Option<String> {
    let host = origin.strip_prefix("http://")?;
    let mut stream = TcpStream::connect_timeout(&host.parse().ok()?, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "POST /key HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\nX-Kepu-Token: {token}\r\n\
         Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
    )
    .ok()?;
    let mut answer = Vec::new();
    let _ = stream.take(LONGEST_ANSWER).read_to_end(&mut answer);
    let answer = String::from_utf8(answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let url = serde_json::from_str::<Value>(body).ok()?.get("url")?.as_str()?.to_owned();
    url.starts_with(&format!("{origin}/#")).then_some(url)
}

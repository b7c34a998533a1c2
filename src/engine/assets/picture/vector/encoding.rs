//! The bytes of a drawing → its text.
//!
//! A browser decodes a drawing by its byte order mark, else by the encoding that its XML declaration names. What is
//! judged must be the text that the browser sees, so the text is published as UTF-8 wherever it wasn't.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::DrawingFault;

/// Bytes in which an XML declaration has to end.
const DECLARATION: usize = 256;

/// Returns the text, and whether it differs from the file's bytes.
pub fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), DrawingFault> {
    let (declared, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (declared(bytes)?, 0),
    };
    let unknown = || DrawingFault::Encoding(declared.name().to_owned());
    if declared == UTF_8 {
        let text = std::str::from_utf8(&bytes[mark..]).map_err(|_| unknown())?;
        return Ok((Cow::Borrowed(text), false));
    }
    // An encoding with states can hide a tag from any reader that doesn't follow them.
    if !(declared.is_ascii_compatible() || declared == UTF_16LE || declared == UTF_16BE) {
        return Err(unknown());
    }
    let text = declared.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).ok_or_else(unknown)?;
    Ok((Cow::Owned(without_declaration(&text).to_owned()), true))
}

fn declared(bytes: &[u8]) -> Result<&'static Encoding, DrawingFault> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let Some(head) = head.strip_prefix(b"<?xml") else { return Ok(UTF_8) };
    let end = memchr::memmem::find(head, b"?>").unwrap_or(head.len());
    let Some(at) = memchr::memmem::find(&head[..end], b"encoding") else { return Ok(UTF_8) };
    let value = head[at + "encoding".len()..end].trim_ascii_start();
    let value = value.strip_prefix(b"=").unwrap_or(value).trim_ascii_start();
    let name: Vec<u8> = value.iter().skip(1).copied().take_while(|byte| !matches!(byte, b'"' | b'\'')).collect();
    Encoding::for_label(&name).ok_or_else(|| DrawingFault::Encoding(String::from_utf8_lossy(&name).into_owned()))
}

/// Without a declaration the encoding is UTF-8.
fn without_declaration(text: &str) -> &str {
    let rest = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    rest.map_or(text, |(_, rest)| rest.trim_start())
}

//! Words for a terminal, in the user's language.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::diagnostic::Language;

/// Whether something couldn't be printed, for the exit code.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

/// Picks a text in the user's language.
pub fn say<'t>(language: Language, zh: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// Prints a line. A closed pipe at the other end is no reason to fail, as in `| head`; a full disk is, see [`unprinted`].
pub fn print(line: &str) {
    let mut out = std::io::stdout();
    if let Err(error) = writeln!(out, "{}", harmless(line)).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        UNPRINTED.store(true, Ordering::Relaxed);
    }
}

/// Prints a line on standard error; `eprintln!` in `cli` is this, since the standard one panics where it can't print.
pub fn complain(line: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(&line.to_string()));
}

/// Whether a line could not be printed, for another reason than a closed pipe.
pub fn unprinted() -> bool {
    UNPRINTED.load(Ordering::Relaxed)
}

/// Whether a stream is a terminal that knows escape codes.
pub fn is_capable(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("TERM").is_none_or(|kind| kind != "dumb")
}

/// Whether a stream shows colours: a terminal that knows the codes, and an editor who wants them.
pub fn has_colours(is_terminal: bool) -> bool {
    is_capable(is_terminal) && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A text without characters that control a terminal: names of files may have any.
fn harmless(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{FFFD}' } else { c }).collect()
}

/// A word as the shells of this system take it for one.
pub fn quoted(word: &str) -> String {
    if cfg!(windows) { quoted_for_windows(word) } else { quoted_for_unix(word) }
}

/// Neither shell takes these for anything but themselves.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "/._-:\\".contains(c))
}

fn quoted_for_unix(word: &str) -> String {
    if is_plain(word) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// cmd.exe knows double quotes alone, and PowerShell takes them as well. A backslash before the last one would belong to it.
fn quoted_for_windows(word: &str) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    let end = if word.ends_with('\\') { "\\" } else { "" };
    format!("\"{word}{end}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cant_control_a_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\tc\n科"), "a\u{FFFD}[31m\u{FFFD}b\tc\n科");
    }

    #[test]
    fn each_shell_gets_its_own_quotes() {
        for (word, unix, windows) in [
            ("科普网站", "科普网站", "科普网站"),
            (r"D:\site", r"D:\site", r"D:\site"),
            ("w i", "'w i'", "\"w i\""),
            ("w'i", r"'w'\''i'", "\"w'i\""),
            (r"D:\我的 文档\", r"'D:\我的 文档\'", r#""D:\我的 文档\\""#),
            ("", "''", "\"\""),
        ] {
            assert_eq!((quoted_for_unix(word), quoted_for_windows(word)), (unix.into(), windows.into()));
        }
    }
}

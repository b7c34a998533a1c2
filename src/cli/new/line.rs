//! One line of text on a terminal, with the keys that shells have: Ctrl+U clears it, Ctrl+W removes a word.

use std::io::{self, Write};

use crossterm::cursor::MoveToColumn;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::style::Print;
use crossterm::terminal::{self, Clear, ClearType};
use crossterm::{execute, queue};

use super::cancelled::Cancelled;
use crate::base::text::is_wide;

/// The text and the cursor, in characters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Line {
    chars: Vec<char>,
    at: usize,
}

/// What a key means for the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Goes,
    Done,
    Cancelled,
}

/// Asks for a line. The default is taken for an empty one. `help` stands below until the line is finished.
pub fn read(question: &str, help: Option<&str>, default: &str) -> Result<String, Cancelled> {
    let failed = |error: io::Error| Cancelled::from(error);
    let shown = if default.is_empty() { format!("? {question} ") } else { format!("? {question} ({default}) ") };
    if let Some(help) = help {
        eprintln!("  [{help}]");
    }
    terminal::enable_raw_mode().map_err(failed)?;
    let _ = execute!(io::stderr(), event::EnableBracketedPaste);
    let read = Line::default().read(&shown);
    let _ = execute!(io::stderr(), event::DisableBracketedPaste);
    let ended = terminal::disable_raw_mode();
    eprintln!();
    let text = read?;
    ended.map_err(failed)?;
    Ok(if text.trim().is_empty() { default.to_owned() } else { text })
}

impl Line {
    fn read(mut self, shown: &str) -> Result<String, Cancelled> {
        loop {
            self.draw(shown)?;
            let outcome = match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
                Event::Paste(text) => {
                    text.chars().filter(|c| !c.is_control()).for_each(|c| self.insert(c));
                    Outcome::Goes
                }
                _ => Outcome::Goes,
            };
            match outcome {
                Outcome::Goes => {}
                Outcome::Done => return Ok(self.chars.into_iter().collect()),
                Outcome::Cancelled => return Err(Cancelled::ByUser),
            }
        }
    }

    fn draw(&self, shown: &str) -> io::Result<()> {
        let width = terminal::size().map_or(80, |(width, _)| usize::from(width));
        let begin = columns(shown.chars()).min(width / 2);
        let (text, cursor) = self.view(width.saturating_sub(begin + 1).max(2));
        let mut out = io::stderr();
        queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine), Print(fitting(shown, begin)), Print(text))?;
        queue!(out, MoveToColumn(u16::try_from(begin + cursor).unwrap_or(u16::MAX)))?;
        out.flush()
    }

    /// What of the text is in sight, and the column of the cursor in it.
    fn view(&self, width: usize) -> (String, usize) {
        let mut start = 0;
        while columns(self.chars[start..self.at].iter().copied()) > width {
            start += 1;
        }
        let text: String = self.chars[start..].iter().collect();
        (fitting(&text, width), columns(self.chars[start..self.at].iter().copied()))
    }

    fn insert(&mut self, c: char) {
        self.chars.insert(self.at, c);
        self.at += 1;
    }

    fn key(&mut self, key: KeyEvent) -> Outcome {
        let control = key.modifiers.contains(KeyModifiers::CONTROL) && !key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Outcome::Done,
            KeyCode::Esc => return Outcome::Cancelled,
            KeyCode::Char(c) if control => match c.to_ascii_lowercase() {
                'c' | 'd' | 'g' => return Outcome::Cancelled,
                'j' | 'm' => return Outcome::Done,
                'u' => *self = Self::default(),
                'w' => {
                    let word = self.word_before();
                    self.chars.drain(word..self.at);
                    self.at = word;
                }
                'k' => self.chars.truncate(self.at),
                'a' => self.at = 0,
                'e' => self.at = self.chars.len(),
                'h' => self.backspace(),
                _ => {}
            },
            KeyCode::Char(c) if !c.is_control() => self.insert(c),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete if self.at < self.chars.len() => drop(self.chars.remove(self.at)),
            KeyCode::Left => self.at = self.at.saturating_sub(1),
            KeyCode::Right => self.at = (self.at + 1).min(self.chars.len()),
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = self.chars.len(),
            _ => {}
        }
        Outcome::Goes
    }

    fn backspace(&mut self) {
        if self.at > 0 {
            self.at -= 1;
            self.chars.remove(self.at);
        }
    }

    fn word_before(&self) -> usize {
        let before = &self.chars[..self.at];
        let end = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
        before[..end].iter().rposition(|c| c.is_whitespace()).map_or(0, |space| space + 1)
    }
}

/// How many columns of a terminal characters take.
fn columns(chars: impl Iterator<Item = char>) -> usize {
    chars.map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// The beginning of a text that fits into so many columns.
fn fitting(text: &str, width: usize) -> String {
    let mut used = 0;
    let fits = text.chars().take_while(|c| {
        used += columns(std::iter::once(*c));
        used <= width
    });
    fits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[(KeyCode, KeyModifiers)]) -> (String, usize) {
        let mut line = Line::default();
        for (code, modifiers) in keys {
            line.key(KeyEvent::new(*code, *modifiers));
        }
        (line.chars.iter().collect(), line.at)
    }

    #[test]
    fn keys_edit_the_line() {
        let plain = |text: &str| -> Vec<_> { text.chars().map(|c| (KeyCode::Char(c), KeyModifiers::NONE)).collect() };
        let control = |c| vec![(KeyCode::Char(c), KeyModifiers::CONTROL)];
        let key = |code| vec![(code, KeyModifiers::NONE)];
        assert_eq!(typed(&[plain("错的"), control('u'), plain("对")].concat()), ("对".to_owned(), 1));
        assert_eq!(typed(&[plain("a 露水 "), control('w')].concat()), ("a ".to_owned(), 2));
        assert_eq!(typed(&[plain("露水"), key(KeyCode::Left), plain("x")].concat()), ("露x水".to_owned(), 2));
        assert_eq!(typed(&[plain("露水"), key(KeyCode::Backspace)].concat()), ("露".to_owned(), 1));
        assert_eq!(typed(&[plain("ab"), control('a'), key(KeyCode::Delete)].concat()), ("b".to_owned(), 0));
        assert_eq!(Line::default().key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), Outcome::Cancelled);
    }

    #[test]
    fn a_long_line_shows_the_cursor() {
        let line = Line { chars: "露水是水汽".chars().collect(), at: 5 };
        assert_eq!(line.view(6), ("是水汽".to_owned(), 6));
        assert_eq!(Line { at: 0, ..line }.view(6), ("露水是".to_owned(), 0));
    }
}

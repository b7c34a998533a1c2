//! LaTeX → MathML.
//!
//! A formula is read as tokens (`lex.rs`) in which the page's own commands are replaced (`macros.rs`), and parsed
//! into atoms (`parse.rs` with `command.rs`, `construct.rs`, `table.rs`, `text.rs`), which know how they are written
//! (`atom.rs`). Chemistry and quantities are first rewritten as LaTeX (`chemistry.rs`, `units.rs`). The names of
//! symbols are those of pulldown-latex (`symbol.rs`). Length and depth are bounded, and the time is linear.

mod atom;
mod chemistry;
mod color;
mod command;
mod construct;
mod fault;
mod length;
mod letter;
mod lex;
mod macros;
mod parse;
mod symbol;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod units;

pub use fault::Fault;
pub use macros::Macros;
use parse::Parser;

/// How long a formula may be, in bytes.
const LENGTH: usize = 64 * 1024;

/// How many characters of it a message quotes.
const QUOTED: usize = 60;

/// Appends the formula, and takes in the commands that it defines.
///
/// # Errors
/// Why it can't be drawn; nothing is appended then.
pub fn mathml(out: &mut String, latex: &str, display: bool, macros: &mut Macros) -> Result<(), Fault> {
    if latex.len() > LENGTH {
        return Err(Fault::Long);
    }
    let mut parser = Parser::new(latex, display, macros);
    let mut rows = parser.rows()?;
    match parser.input.take()? {
        None => {}
        Some(lex::Token::Close) => return Err(Fault::Close("}".to_owned())),
        Some(lex::Token::Command(name)) if &*name == "end" => {
            let found = parser.input.word("end")?;
            return Err(Fault::End { found, open: String::new() });
        }
        Some(token) => return Err(Fault::Close(lex::source(&[token]))),
    }
    let plain = matches!(rows.as_slice(), [row] if row.cells.len() == 1 && row.rules == 0 && row.tag.is_none());
    let body = match rows.pop() {
        Some(row) if plain => atom::elements(row.cells.first().map_or(&[], Vec::as_slice)).0,
        Some(row) => {
            rows.push(row);
            parser.lines(rows).written()
        }
        None => String::new(),
    };
    out.push_str("<math display=\"");
    out.push_str(if display { "block" } else { "inline" });
    out.push_str("\">");
    out.push_str(&body);
    out.push_str("</math>");
    Ok(())
}

/// Returns the beginning of a formula on one line, for messages.
pub fn quoted(latex: &str) -> String {
    let mut line = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(QUOTED) {
        line.truncate(end);
        line.push('…');
    }
    line
}

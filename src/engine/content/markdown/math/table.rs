//! Environments and lines → `<mtable>`.
//!
//! Browsers know no alignment of columns, so cells have classes that a theme aligns: `math-left`, `math-right`.

use super::atom::{self, Atom, AtomClass};
use super::fault::Fault;
use super::lex::{self, TexToken, braced};
use super::parse::{self, Parser, TableLine};

/// How many columns `*{n}{…}` may ask for.
const COLUMNS: usize = 200;

/// How deep such may be nested.
const NESTED: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Align {
    Left,
    #[default]
    Center,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Column {
    align: Align,
    /// A line before it.
    before: bool,
    /// A line behind the last one.
    after: bool,
}

/// How the columns of an environment are aligned.
enum Columns {
    All(Align),
    /// Right and left in turn, as at an equals sign.
    Pairs,
    /// Those of `eqnarray`.
    Equation,
    /// The first line at the left, the last at the right.
    Spread,
    Listed(Vec<Column>),
}

struct Look {
    class: &'static str,
    columns: Columns,
    /// Whether cells are set as displays.
    display: bool,
    open: &'static str,
    close: &'static str,
    small: bool,
    /// What stands before the table.
    left: String,
}

impl Look {
    fn new(class: &'static str, columns: Columns, display: bool) -> Self {
        Self { class, columns, display, open: "", close: "", small: false, left: String::new() }
    }

    fn between(self, open: &'static str, close: &'static str) -> Self {
        Self { open, close, ..self }
    }
}

impl Parser<'_> {
    /// Parses an environment whose `\begin` has been taken, with its end.
    pub fn environment(&mut self) -> Result<Atom, Fault> {
        let name = self.input.word("begin")?;
        let look = self.look(&name)?;
        let rows = self.deeper(|parser| {
            parser.display = look.display;
            parser.rows()
        })?;
        match self.input.take()? {
            Some(token) if token.is_command("end") => {
                let found = self.input.word("end")?;
                if found != name {
                    return Err(Fault::End { found, open: name });
                }
            }
            Some(TexToken::Close) => return Err(Fault::Close("}".to_owned())),
            Some(token) if token.is_command("right") => return Err(Fault::Close("\\right".to_owned())),
            _ => return Err(Fault::End { found: String::new(), open: name }),
        }
        let alone =
            matches!(name.trim_end_matches('*'), "equation" | "displaymath" | "math" | "subequations" | "spreadlines");
        if alone
            && let [row] = rows.as_slice()
            && row.cells.len() == 1
            && row.tag.is_none()
        {
            return Ok(Atom::element(
                AtomClass::Ordinary,
                atom::element(
                    "mstyle",
                    &[("displaystyle", "true")],
                    &row.cells.first().map_or_else(String::new, |cell| atom::row(cell)),
                ),
            ));
        }
        let table = table(&rows, &look);
        let table = if look.open.is_empty() && look.close.is_empty() {
            table
        } else {
            parse::fenced(look.open, &table, look.close)
        };
        let table = if look.left.is_empty() { table } else { format!("<mrow>{}{table}</mrow>", look.left) };
        let table = if look.small { atom::element("mstyle", &[("scriptlevel", "1")], &table) } else { table };
        Ok(Atom::element(AtomClass::Inner, table))
    }

    /// Returns lines outside any environment as a table: aligned at `&`, else centred.
    pub fn lines(&self, rows: Vec<TableLine>) -> Atom {
        let aligned = rows.iter().any(|row| row.cells.len() > 1);
        let columns = if aligned { Columns::Pairs } else { Columns::All(Align::Center) };
        let class = if aligned { "math-align" } else { "math-lines" };
        Atom::element(AtomClass::Inner, table(&rows, &Look::new(class, columns, self.display)))
    }

    /// Parses the argument of `\substack`.
    pub fn substack(&mut self, command: &str) -> Result<Atom, Fault> {
        let tokens = self.input.argument(command)?;
        self.input.push(std::iter::once(TexToken::Close));
        self.input.push(tokens.into_iter());
        let rows = self.deeper(Self::rows)?;
        match self.input.take()? {
            Some(TexToken::Close) => {}
            _ => return Err(Fault::Open(command.to_owned())),
        }
        let look = Look::new("math-lines", Columns::All(Align::Center), false);
        Ok(Atom::element(AtomClass::Ordinary, table(&rows, &look)))
    }

    fn look(&mut self, name: &str) -> Result<Look, Fault> {
        let plain = name.trim_end_matches('*');
        let small = plain.strip_suffix("smallmatrix").map(|kind| format!("{kind}matrix"));
        if let Some((open, close)) = matrix(small.as_deref().unwrap_or(plain)) {
            let align = if name.ends_with('*') { self.input.optional()? } else { None };
            let align = match align.as_deref().map(lex::source).as_deref() {
                Some("l") => Align::Left,
                Some("r") => Align::Right,
                _ => Align::Center,
            };
            let look = Look::new("math-matrix", Columns::All(align), false).between(open, close);
            return Ok(Look { small: small.is_some(), ..look });
        }
        if let Some((before, kind)) = plain.split_once("Nice") {
            self.input.optional()?;
            return self.look(&format!("{before}{}", kind.to_lowercase()));
        }
        if matches!(plain, "numcases" | "subnumcases") {
            let left = self.argument("\\begin")?;
            let look = Look::new("math-cases", Columns::All(Align::Left), false).between("{", "");
            return Ok(Look { left, ..look });
        }
        if plain == "empheq" {
            let options = self.input.optional()?.map_or_else(String::new, |tokens| lex::source(&tokens));
            let inner = self.input.word("begin")?;
            if inner.starts_with("empheq") {
                return Err(Fault::Environment(inner));
            }
            let look = self.look(&inner)?;
            return Ok(if options.contains("lbrace") { look.between("{", "") } else { look });
        }
        // A width.
        if matches!(name, "tabular*" | "tabularx" | "spreadlines") {
            self.input.argument("begin")?;
        }
        // A position, `[t]`.
        if matches!(
            plain,
            "array"
                | "darray"
                | "aligned"
                | "gathered"
                | "alignedat"
                | "split"
                | "multlined"
                | "tabular"
                | "minipage"
                | "lgathered"
                | "rgathered"
        ) {
            self.input.optional()?;
        }
        let left = || Columns::All(Align::Left);
        Ok(match plain {
            "array" | "darray" | "tabular" | "tabularx" => Look::new("math-array", self.columns()?, plain == "darray"),
            "IEEEeqnarray" => {
                let columns = lex::source(&self.input.argument("begin")?).to_ascii_lowercase();
                let listed = listed(&columns, 0).map_or(Columns::Equation, Columns::Listed);
                Look::new("math-align", listed, true)
            }
            "minipage" => {
                self.input.argument("begin")?;
                Look::new("math-lines", left(), false)
            }
            "lgathered" | "flushleft" => Look::new("math-lines", left(), true),
            "rgathered" | "flushright" => Look::new("math-lines", Columns::All(Align::Right), true),
            "subarray" | "crampedsubarray" => Look::new("math-lines", self.columns()?, false),
            "cases" => Look::new("math-cases", left(), false).between("{", ""),
            "dcases" => Look::new("math-cases", left(), true).between("{", ""),
            "rcases" => Look::new("math-cases", left(), false).between("", "}"),
            "drcases" => Look::new("math-cases", left(), true).between("", "}"),
            "align" | "aligned" | "split" | "flalign" | "dmath" => Look::new("math-align", Columns::Pairs, true),
            "alignat" | "alignedat" | "xalignat" | "xxalignat" => {
                self.input.argument("begin")?;
                Look::new("math-align", Columns::Pairs, true)
            }
            "eqnarray" => Look::new("math-align", Columns::Equation, true),
            "gather" | "gathered" | "equation" | "displaymath" | "math" | "dgroup" | "center" | "subequations"
            | "spreadlines" => Look::new("math-lines", Columns::All(Align::Center), true),
            "multline" | "multlined" => Look::new("math-multline", Columns::Spread, true),
            _ => return Err(Fault::Environment(name.to_owned())),
        })
    }

    /// Reads the columns of an array. If there are none, the group belongs to the first cell.
    fn columns(&mut self) -> Result<Columns, Fault> {
        if self.input.ahead()? != Some(&TexToken::Open) {
            return Ok(Columns::All(Align::Center));
        }
        let tokens = self.input.argument("begin")?;
        if let Some(columns) = listed(&lex::source(&tokens), 0) {
            return Ok(Columns::Listed(columns));
        }
        self.input.push(std::iter::once(TexToken::Close));
        self.input.push(tokens.into_iter());
        self.input.push(std::iter::once(TexToken::Open));
        Ok(Columns::All(Align::Center))
    }
}

/// The delimiters of a matrix.
fn matrix(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "matrix" => ("", ""),
        "pmatrix" => ("(", ")"),
        "bmatrix" => ("[", "]"),
        "Bmatrix" => ("{", "}"),
        "vmatrix" => ("|", "|"),
        "Vmatrix" => ("‖", "‖"),
        _ => return None,
    })
}

/// Returns the columns of a declaration such as `{r|c@{}l}`, unless it is none.
fn listed(text: &str, depth: usize) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    let mut before = false;
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        let align = match char {
            'l' | 'X' => Align::Left,
            'c' => Align::Center,
            'r' | 'S' => Align::Right,
            '|' | ':' => {
                before = true;
                continue;
            }
            ' ' => continue,
            '@' | '!' | '>' | '<' => {
                rest = braced(rest)?.1;
                continue;
            }
            'p' | 'm' | 'b' => {
                rest = braced(rest)?.1;
                Align::Left
            }
            '*' => {
                let (count, after) = braced(rest)?;
                let (repeated, after) = braced(after)?;
                let repeated = if depth < NESTED { listed(repeated, depth + 1)? } else { return None };
                for _ in 0..count.trim().parse::<usize>().ok()?.min(COLUMNS) {
                    columns.extend(&repeated);
                }
                rest = after;
                if columns.len() > COLUMNS {
                    return None;
                }
                continue;
            }
            _ => return None,
        };
        columns.push(Column { align, before, after: false });
        before = false;
    }
    columns.last_mut()?.after = before;
    Some(columns)
}

fn table(rows: &[TableLine], look: &Look) -> String {
    let (rows, below) = match rows {
        // What follows the last line break is no line.
        [rows @ .., last] if !rows.is_empty() && last.cells.iter().all(Vec::is_empty) && last.tag.is_none() => {
            (rows, last.rules > 0)
        }
        rows => (rows, false),
    };
    let columns = |row: &TableLine, index: usize| match row.spans.get(index) {
        Some(Some(span)) if span.columns < usize::MAX => span.columns,
        _ => 1,
    };
    let taken = |row: &TableLine| (0..row.cells.len()).map(|index| columns(row, index)).sum::<usize>();
    let width = rows.iter().map(taken).max().unwrap_or_default();
    let tagged = rows.iter().any(|row| row.tag.is_some());
    let mut body = String::new();
    for (index, row) in rows.iter().enumerate() {
        let last = index + 1 == rows.len();
        let mut classes = Vec::new();
        if row.rules > 0 {
            classes.push("math-rule-above");
        }
        if below && last {
            classes.push("math-rule-below");
        }
        body.push_str("<mtr");
        push_classes(&mut body, &classes);
        body.push('>');
        let mut used = 0;
        for (place, cell) in row.cells.iter().enumerate() {
            let mut classes = Vec::new();
            let mut column = look.column(used, index, last, rows.len());
            let span = row.spans.get(place).copied().flatten();
            let wide = span.map_or(1, |span| span.columns.min(width.saturating_sub(used)).max(1));
            match span.map(|span| span.align) {
                Some('l') => column.align = Align::Left,
                Some('r') => column.align = Align::Right,
                Some(_) => column.align = Align::Center,
                None => {}
            }
            match column.align {
                Align::Left => classes.push("math-left"),
                Align::Right => classes.push("math-right"),
                Align::Center => {}
            }
            if column.before {
                classes.push("math-line-left");
            }
            if column.after {
                classes.push("math-line-right");
            }
            body.push_str("<mtd");
            push_classes(&mut body, &classes);
            if wide > 1 {
                body.push_str(&format!(" columnspan=\"{wide}\""));
            }
            body.push('>');
            // A relation behind the alignment has space before it, as in a row.
            let led = matches!(look.columns, Columns::Pairs) && used > 0;
            if led && cell.first().is_some_and(|atom| matches!(atom.class, AtomClass::Relation | AtomClass::Binary)) {
                body.push_str("<mrow></mrow>");
            }
            body.push_str(&atom::elements(cell).0);
            body.push_str("</mtd>");
            used += wide;
        }
        if tagged {
            for _ in used..width {
                body.push_str("<mtd></mtd>");
            }
            body.push_str("<mtd class=\"math-tag\">");
            body.push_str(row.tag.as_deref().unwrap_or_default());
            body.push_str("</mtd>");
        }
        body.push_str("</mtr>");
    }
    let class = if tagged { format!("{} math-tagged", look.class) } else { look.class.to_owned() };
    let mut attributes = vec![("class", class.as_str())];
    if look.display {
        attributes.push(("displaystyle", "true"));
    }
    atom::element("mtable", &attributes, &body)
}

impl Look {
    fn column(&self, index: usize, row: usize, last: bool, rows: usize) -> Column {
        let align = match &self.columns {
            Columns::All(align) => *align,
            Columns::Pairs if index.is_multiple_of(2) => Align::Right,
            Columns::Pairs => Align::Left,
            Columns::Equation => [Align::Right, Align::Center, Align::Left].get(index).copied().unwrap_or(Align::Left),
            Columns::Spread if row == 0 && rows > 1 => Align::Left,
            Columns::Spread if last && rows > 1 => Align::Right,
            Columns::Spread => Align::Center,
            Columns::Listed(columns) => return columns.get(index).copied().unwrap_or_default(),
        };
        Column { align, ..Column::default() }
    }
}

fn push_classes(out: &mut String, classes: &[&str]) {
    if !classes.is_empty() {
        out.push_str(" class=\"");
        out.push_str(&classes.join(" "));
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_with_their_lines() {
        let columns = listed("|r|*{2}{c}@{ }l|", 0).unwrap();
        let aligns: Vec<_> = columns.iter().map(|column| column.align).collect();
        assert_eq!(aligns, [Align::Right, Align::Center, Align::Center, Align::Left]);
        assert!(columns[0].before && !columns[1].before && columns[3].after);
        assert!(listed("x", 0).is_none() && listed("", 0).is_none());
    }
}

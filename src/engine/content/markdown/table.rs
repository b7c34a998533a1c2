//! Tables and task lists.

use std::fmt::Write as _;

use pulldown_cmark::Alignment;

use super::escape;
use super::writer::Writer;

pub struct Table {
    pub at: usize,
    pub alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    pub has_body: bool,
    pub cell: usize,
    /// Where the cell's element begins.
    pub cell_at: usize,
    pub name: String,
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block();
        let at = self.html.len();
        self.html.push_str("<div class=\"table-scroll\"><table>\n");
        self.plain_line();
        let name = String::new();
        self.table =
            Some(Table { at, alignments, column: 0, in_head: true, has_body: false, cell: 0, cell_at: 0, name });
    }

    pub(super) fn start_row(&mut self) {
        self.plain_line();
        if let Some(table) = &mut self.table {
            table.column = 0;
            if !table.has_body {
                table.has_body = true;
                self.html.push_str("<tbody>\n");
            }
        }
        self.html.push_str("<tr>\n");
    }

    pub(super) fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        if !self.plain.is_empty() && !self.plain.ends_with([' ', '\n']) {
            self.plain.push(' ');
        }
        table.cell = self.plain.len();
        table.cell_at = self.html.len();
        self.html.push_str(if table.in_head { "<th scope=\"col\"" } else { "<td" });
        // A class, since a strict content security policy has no use for style attributes.
        self.html.push_str(match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
    }

    pub(super) fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        let text = self.plain.get(table.cell..).unwrap_or_default().trim();
        if table.in_head && !text.is_empty() {
            if !table.name.is_empty() {
                table.name.push_str(self.words.separator);
            }
            table.name.push_str(text);
        }
        let (in_head, at) = (table.in_head, table.cell_at);
        let head = "<th scope=\"col\"";
        // A head that says nothing heads nothing: the corner of a table with heads on two sides, say.
        if in_head && self.html.get(at..).is_some_and(is_bare) {
            self.replace(at..at + head.len(), "<td");
            return self.close_block("</td>\n");
        }
        self.close_block(if in_head { "</th>\n" } else { "</td>\n" });
    }

    /// A table that is wider than the screen is scrolled, by keyboard too, and so needs a
    /// name: its column heads. One without any can't have one.
    pub(super) fn end_table_head(&mut self) {
        self.html.push_str("</tr>\n</thead>\n");
        let Some(table) = &mut self.table else { return };
        table.in_head = false;
        if table.name.is_empty() {
            return;
        }
        let mut attributes = " tabindex=\"0\" role=\"region\" aria-label=\"".to_owned();
        attributes.push_str(self.words.table);
        escape::attribute(&mut attributes, &table.name);
        attributes.push('"');
        let at = table.at + "<div class=\"table-scroll\"".len();
        self.replace(at..at, &attributes);
    }

    pub(super) fn end_table(&mut self) {
        if self.table.take().is_some_and(|table| table.has_body) {
            self.html.push_str("</tbody>\n");
        }
        self.close_block("</table></div>\n");
    }

    pub(super) fn task(&mut self, done: bool) {
        if self.html.get(self.item..).is_some_and(|item| item.starts_with("<li>")) {
            self.html.insert_str(self.item + "<li".len(), " class=\"task\"");
            if let Some(paragraph) = self.paragraph.as_mut().filter(|paragraph| paragraph.at > self.item) {
                paragraph.at += " class=\"task\"".len();
            }
        }
        let (checked, label) = if done { (" checked", self.words.done) } else { ("", self.words.open) };
        let _ = write!(self.html, "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
    }
}

/// Whether there is a start tag and nothing in it.
fn is_bare(cell: &str) -> bool {
    cell.find('>').is_some_and(|end| cell[end + 1..].trim().is_empty())
}

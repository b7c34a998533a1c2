//! The styles of an article's elements. The editor keeps no style sheet and passes little on from one element to
//! another, so each block says all that it needs, of properties that are known to stay.

use super::dark::{Colour, LIGHT_PAGE};

/// Text, and text of less weight. Both read in the light and in the dark.
const INK: &str = "#333333";
const SOFT: &str = "#585858";
/// What stands apart from the text: a grey, because the dark mode turns that over, while it only dims a tint.
const BOX: &str = "#f5f5f5";
const LINE: &str = "#d0d0d0";

/// The styles, with the theme's main colour in them.
pub struct Styles {
    pub accent: String,
}

/// A size in pixels, a line height and a colour.
fn type_of(size: u32, leading: &str, colour: &str) -> String {
    format!("font-size:{size}px;line-height:{leading};color:{colour}")
}

impl Styles {
    /// `colour` is the theme's; one that can't be read in both modes is left for ink.
    pub fn new(colour: &str) -> Self {
        let grounds = [Some(LIGHT_PAGE), Colour::parse(BOX)].into_iter().flatten().collect::<Vec<_>>();
        let legible = Colour::parse(colour).and_then(|colour| colour.legible(&grounds));
        Self { accent: legible.map_or_else(|| INK.to_owned(), Colour::hex) }
    }

    pub fn body() -> String {
        type_of(16, "1.75", INK)
    }

    pub fn paragraph() -> String {
        format!("margin:0 0 16px;{};text-align:left", Self::body())
    }

    /// A paragraph within a list item, a box or a cell.
    pub fn inner() -> String {
        format!("margin:0;{};text-align:left", Self::body())
    }

    pub fn heading(&self) -> String {
        let accent = &self.accent;
        format!(
            "margin:32px 0 16px;padding:0 0 0 10px;border-left:4px solid {accent};{};font-weight:bold;text-align:left",
            type_of(20, "1.4", accent)
        )
    }

    pub fn subheading() -> String {
        format!("margin:24px 0 12px;{};font-weight:bold;text-align:left", type_of(17, "1.5", INK))
    }

    pub fn list() -> String {
        format!("margin:0 0 16px;padding:0 0 0 24px;{}", Self::body())
    }

    pub fn item() -> String {
        format!("margin:0 0 6px;{}", Self::body())
    }

    /// Something below something else.
    pub fn indented() -> String {
        format!("margin:4px 0 0 1em;{};text-align:left", Self::body())
    }

    pub fn quote() -> String {
        format!("margin:0 0 16px;padding:4px 0 4px 14px;border-left:3px solid {LINE}")
    }

    pub fn quoted() -> String {
        format!("margin:0 0 6px;{};text-align:left", type_of(16, "1.75", SOFT))
    }

    pub fn boxed(colour: &str) -> String {
        format!("margin:0 0 16px;padding:12px 14px;background-color:{BOX};border-left:4px solid {colour}")
    }

    /// The title of a box.
    pub fn label(colour: &str) -> String {
        format!("margin:0 0 4px;{};font-weight:bold;text-align:left", type_of(16, "1.6", colour))
    }

    pub fn code_block() -> String {
        format!("margin:0 0 16px;padding:12px 14px;background-color:{BOX};overflow-x:auto")
    }

    pub fn code() -> String {
        format!("margin:0;{};text-align:left;white-space:nowrap", type_of(14, "1.6", INK))
    }

    pub fn inline_code() -> String {
        format!("padding:0 4px;background-color:{BOX};color:{INK};font-size:15px;line-height:1.6")
    }

    pub fn table() -> String {
        "width:100%;margin:0 0 16px;border-collapse:collapse".to_owned()
    }

    /// The box around a table with many columns.
    pub fn scrolled() -> String {
        "margin:0 0 16px;overflow-x:auto".to_owned()
    }

    pub fn cell(align: &str, head: bool, narrow: bool) -> String {
        let head = if head { format!(";background-color:{BOX};font-weight:bold") } else { String::new() };
        let narrow = if narrow { ";white-space:nowrap" } else { "" };
        format!("padding:6px 8px;border:1px solid {LINE};{};text-align:{align}{head}{narrow}", type_of(15, "1.6", INK))
    }

    pub fn figure() -> String {
        format!("margin:0 0 16px;{};text-align:center", type_of(14, "1.6", SOFT))
    }

    pub fn picture(narrow: bool) -> String {
        // One that is narrower than a phone isn't drawn out.
        if narrow { "max-width:100%;height:auto".to_owned() } else { "width:100%;height:auto".to_owned() }
    }

    pub fn caption() -> String {
        format!("margin:6px 0 0;{};text-align:center", type_of(14, "1.6", SOFT))
    }

    pub fn formula() -> String {
        format!("margin:0 0 16px;{};text-align:center", type_of(17, "1.9", INK))
    }

    pub fn rule() -> String {
        format!("margin:24px 0;{};text-align:center", type_of(16, "1.75", SOFT))
    }

    /// The line below the title, and notes.
    pub fn small() -> String {
        format!("margin:0 0 8px;{};text-align:left;word-break:break-word", type_of(14, "1.6", SOFT))
    }

    /// Words at the end, in the middle.
    pub fn closing() -> String {
        format!("margin:0 0 6px;{};text-align:center;word-break:break-word", type_of(14, "1.6", SOFT))
    }

    /// A raised or lowered part of a line. Its own line height would tear the lines apart.
    pub fn script(raised: bool) -> String {
        format!("font-size:75%;vertical-align:{}", if raised { "super" } else { "sub" })
    }

    pub fn reference() -> String {
        format!("font-size:75%;vertical-align:super;color:{SOFT}")
    }

    pub fn link(&self) -> String {
        format!("color:{};text-decoration:underline", self.accent)
    }

    pub fn line_through() -> String {
        "text-decoration:line-through".to_owned()
    }

    pub fn underline() -> String {
        "text-decoration:underline".to_owned()
    }

    pub fn marked(&self) -> String {
        format!("color:{};font-weight:bold", self.accent)
    }

    /// The colour of an alert's title and of a part of code; each reads on a box in both modes.
    pub fn kind(&self, kind: &str) -> String {
        let hex = match kind {
            "warning" | "caution" => "#a32719",
            "important" => "#6a2e85",
            "note" => "#1c4e8f",
            "comment" => SOFT,
            "string" => "#7b4a00",
            "keyword" => "#6a2e85",
            "number" => "#1c4e8f",
            _ => return self.accent.clone(),
        };
        let grounds: Vec<Colour> = Colour::parse(BOX).into_iter().collect();
        Colour::parse(hex).and_then(|colour| colour.legible(&grounds)).map_or_else(|| INK.to_owned(), Colour::hex)
    }
}

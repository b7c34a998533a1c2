//! The few words that a body's HTML needs by itself, in the language of the page.

use pulldown_cmark::BlockQuoteKind;

pub struct Words {
    /// Titles of the alerts: note, tip, important, warning, caution.
    alerts: [&'static str; 5],
    pub footnotes: &'static str,
    /// Before a footnote's number.
    pub footnote: &'static str,
    /// Before a footnote's number: the link from the note to the text.
    pub back: &'static str,
    /// Before a table's column heads.
    pub table: &'static str,
    /// Between them.
    pub separator: &'static str,
    /// A formula that stands by itself.
    pub formula: &'static str,
    pub done: &'static str,
    pub open: &'static str,
}

const SIMPLIFIED: Words = Words {
    alerts: ["说明", "提示", "重要", "注意", "警告"],
    footnotes: "脚注",
    footnote: "脚注",
    back: "返回正文处脚注",
    table: "表格：",
    separator: "、",
    formula: "公式",
    done: "已完成",
    open: "未完成",
};

const TRADITIONAL: Words = Words {
    alerts: ["說明", "提示", "重要", "注意", "警告"],
    footnotes: "腳註",
    footnote: "腳註",
    back: "返回正文處腳註",
    table: "表格：",
    separator: "、",
    formula: "公式",
    done: "已完成",
    open: "未完成",
};

const ENGLISH: Words = Words {
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
    footnotes: "Footnotes",
    footnote: "Footnote ",
    back: "Back to text, footnote ",
    table: "Table: ",
    separator: ", ",
    formula: "Formula",
    done: "done",
    open: "to do",
};

impl Words {
    /// For a BCP 47 tag; English where the language is neither Chinese nor known.
    pub fn of(language: &str) -> &'static Self {
        let language = language.to_ascii_lowercase();
        let mut parts = language.split(['-', '_']);
        match parts.next() {
            Some("zh") if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => &TRADITIONAL,
            Some("zh" | "cmn") | None | Some("") => &SIMPLIFIED,
            Some(_) => &ENGLISH,
        }
    }

    pub fn alert(&self, kind: BlockQuoteKind) -> (&'static str, &'static str) {
        let (place, class) = match kind {
            BlockQuoteKind::Note => (0, "note"),
            BlockQuoteKind::Tip => (1, "tip"),
            BlockQuoteKind::Important => (2, "important"),
            BlockQuoteKind::Warning => (3, "warning"),
            BlockQuoteKind::Caution => (4, "caution"),
        };
        (class, self.alerts[place])
    }
}

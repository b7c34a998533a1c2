//! A code block → HTML with class names for its parts.
//!
//! Colours are the theme's: every class begins with `hl-`. The grammars are those that
//! syntect carries; they are unpacked at the first block that needs one, which costs a
//! few milliseconds once.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::escape;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The language named by a fence's info string: its first word.
pub fn language(info: &str) -> &str {
    info.trim_start().split([' ', '\t', ',', '{']).next().unwrap_or_default()
}

/// Appends the code; returns whether the language is known.
pub fn highlight(out: &mut String, code: &str, language: &str) -> bool {
    if language.is_empty() || is_plain(language) {
        escape::text(out, code);
        return true;
    }
    let Some(grammar) = grammar(language) else {
        escape::text(out, code);
        return false;
    };
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, style);
    let mut failed = false;
    for line in code.split_inclusive('\n') {
        failed |= generator.parse_html_for_line_which_includes_newline(line).is_err();
    }
    // A grammar that fails is no fault of the writer's; the code is shown without colours.
    if failed {
        escape::text(out, code);
    } else {
        out.push_str(&generator.finalize());
    }
    true
}

/// Languages that have no grammar here, but are no mistake.
const PLAIN: &str = "text txt plain plaintext none math mermaid toml ini csv tsv ics log dockerfile nginx http vue \
                     svelte kotlin swift dart zig nix powershell ps1";

fn is_plain(language: &str) -> bool {
    PLAIN.split_whitespace().any(|name| name.eq_ignore_ascii_case(language))
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language.to_ascii_lowercase().as_str() {
        "typescript" | "ts" | "jsx" | "tsx" | "mjs" => "js",
        "shell" | "console" | "zsh" | "shell-session" => "sh",
        "jsonc" | "json5" | "geojson" => "json",
        "svg" | "rss" | "atom" | "mathml" => "xml",
        "jinja" | "jinja2" | "tera" => "html",
        "c++" => "cpp",
        "c#" | "csharp" => "cs",
        "golang" => "go",
        "latex" => "tex",
        _ => language,
    };
    GRAMMARS.find_syntax_by_token(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_carry_the_prefix_and_code_is_escaped() {
        let mut out = String::new();
        assert!(highlight(&mut out, "let a = \"<\";\n", "rust"));
        assert!(out.contains("class=\"hl-source hl-rust\"") && out.contains("&lt;"), "{out}");
        assert_eq!(out.matches("<span").count(), out.matches("</span>").count());
    }

    #[test]
    fn unknown_languages_are_shown_as_they_are() {
        let mut out = String::new();
        assert!(!highlight(&mut out, "<b>", "klingon"));
        assert_eq!(out, "&lt;b&gt;");
        assert_eq!(language("rust,ignore"), "rust");
    }
}

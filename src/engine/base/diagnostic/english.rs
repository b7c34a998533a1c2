//! Finds English within a Chinese message, for tests: what a library says must not reach an editor.

/// Names and commands that stand in messages as they are.
const NAMES: [&str; 14] = [
    "VS Code",
    "GitHub Pages",
    "Cloudflare Pages",
    "Google Fonts",
    "Schema Org",
    "Noto Sans",
    "JSON Schema",
    "JSON Feed",
    "Basic Latin",
    "winget install pandoc",
    "brew install pandoc",
    "sudo apt install pandoc",
    "list of",
    "is defined",
];

/// Returns the first run of two or more English words that isn't code, a name, or in quotes.
pub fn english_in(text: &str) -> Option<String> {
    let mut plain = without_quoted(text);
    for name in NAMES {
        plain = plain.replace(name, "·");
    }
    // Paths and keys with points, lines and slashes are no words; other signs end a run.
    let ends = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '\'' | '.' | '/' | '_' | '-');
    plain.split(ends).find_map(|part| {
        let words: Vec<&str> = part.split(' ').map(|word| word.trim_end_matches('.')).collect();
        let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'');
        let mut runs = words.split(|word| word.is_empty() || !is_word(word));
        // A command of this program, or of another.
        let is_command = |run: &[&str]| matches!(run[0], "kepu" | "git" | "sudo");
        runs.find(|run| run.len() > 1 && !is_command(run)).map(|run| run.join(" "))
    })
}

/// The text with `·` in the place of what stands in quotes, in backticks, in braces, and of `key: value` to copy.
fn without_quoted(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '`' => '`',
            '“' => '”',
            '"' => '"',
            '{' => '}',
            '《' => '》',
            _ => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        let inner = &rest[c.len_utf8()..];
        rest = inner.find(close).map_or("", |end| &inner[end + close.len_utf8()..]);
        plain.push('·');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::english_in;

    #[test]
    fn only_english_sentences_are_found() {
        assert_eq!(english_in("模板写法有误：Unexpected end of input").as_deref(), Some("Unexpected end of input"));
        for fine in [
            "用 kepu explain date 看写法",
            "“the field” 没有",
            "写成 `a b c`",
            "见 content/a.md 和 static/b.jpg",
            "用 YAML 写",
        ] {
            assert_eq!(english_in(fine), None, "{fine}");
        }
    }
}

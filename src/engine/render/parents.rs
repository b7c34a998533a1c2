//! What templates extend, and which blocks they fill, before the engine sees them: a slip here is told at its own line,
//! where the engine names another file.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Cause, Diagnostic, Location, Span, messages, not_text};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;

/// Reports templates that aren't text.
pub fn unreadable(sources: &BTreeMap<String, SourcePath>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let files = sources.values().filter_map(|path| Some((path, snapshot.get(path)?)));
    files.filter(|(_, file)| file.text().is_none()).map(|(path, file)| not_text(path, file.held())).collect()
}

/// Reports templates that extend themselves or nothing, or fill a block that there isn't.
pub fn check(sources: &BTreeMap<String, SourcePath>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let texts = sources.iter().filter_map(|(name, path)| Some((name.as_str(), path, snapshot.text(path)?)));
    let texts: Vec<(&str, &SourcePath, &str)> = texts.collect();
    for (name, path, text) in &texts {
        let Some(parent) = tag(text, "extends").next() else { continue };
        let at = Location::span(path, parent.1);
        let parent = parent.0.trim_matches(['"', '\'', '“', '”']);
        if parent == *name {
            found.push(itself(name, sources).at(at));
        } else if !sources.contains_key(parent) {
            found.push(nothing(parent, sources).at(at));
        } else {
            found.extend(
                blocks(text, parent, &texts).into_iter().map(|(fault, span)| fault.at(Location::span(path, span))),
            );
        }
    }
    found
}

fn itself(name: &str, sources: &BTreeMap<String, SourcePath>) -> Diagnostic {
    let own = format!("/templates/{name}");
    let above = sources.keys().find(|key| key.starts_with("themes/") && key.ends_with(&own));
    let meant = above.map_or("themes/spring/templates/layout.html", String::as_str);
    let cause = Cause::new("它继承的是自己", "it extends itself");
    messages::template_syntax(cause).helped(
        &format!("写主题里那一个的完整路径：{{% extends \"{meant}\" %}}"),
        &format!("write the whole path of the theme's: {{% extends \"{meant}\" %}}"),
    )
}

fn nothing(parent: &str, sources: &BTreeMap<String, SourcePath>) -> Diagnostic {
    let cause = Cause::new(
        &format!("它继承的模板 {parent} 不存在"),
        &format!("the template {parent} that it extends doesn't exist"),
    );
    let fault = messages::template_syntax(cause);
    match did_you_mean(parent, sources.keys().map(String::as_str)) {
        Some(meant) => {
            fault.helped(&format!("改成：{{% extends \"{meant}\" %}}"), &format!("write: {{% extends \"{meant}\" %}}"))
        }
        None => fault.helped(
            "写主题里模板的完整路径，如：{% extends \"themes/spring/templates/layout.html\" %}",
            "write the whole path of the theme's, as in: {% extends \"themes/spring/templates/layout.html\" %}",
        ),
    }
}

/// The blocks of a template that none above it has. Those within other blocks of its own are new ones.
fn blocks(text: &str, parent: &str, texts: &[(&str, &SourcePath, &str)]) -> Vec<(Diagnostic, Span)> {
    let mut above: Vec<&str> = Vec::new();
    let mut next = Some(parent);
    // A circle of templates is the engine's to tell.
    for _ in 0..MOST_PARENTS {
        let Some((_, _, text)) = next.and_then(|wanted| texts.iter().find(|(name, ..)| *name == wanted)) else { break };
        above.extend(tag(text, "block").map(|(name, _)| name));
        next = tag(text, "extends").next().map(|(name, _)| name.trim_matches(['"', '\'']));
    }
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (word, name, span) in tags(text) {
        match word {
            "block" => {
                if depth == 0 && !above.contains(&name) {
                    found.extend(did_you_mean(name, above.iter().copied()).map(|meant| (no_block(name, meant), span)));
                }
                depth += 1;
            }
            "endblock" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

const MOST_PARENTS: usize = 8;

fn no_block(name: &str, meant: &str) -> Diagnostic {
    let cause = Cause::new(&format!("上级模板里没有 {name} 这一块"), &format!("no template above has a block {name}"));
    messages::template_syntax(cause)
        .helped(&format!("改成：{{% block {meant} %}}"), &format!("write: {{% block {meant} %}}"))
}

/// The arguments of a kind of tag, each with its place.
fn tag<'t>(text: &'t str, wanted: &'static str) -> impl Iterator<Item = (&'t str, Span)> {
    tags(text).filter(move |(word, ..)| *word == wanted).map(|(_, argument, span)| (argument, span))
}

/// The tags of a template: word, first argument, and the argument's place. Comments have none.
fn tags(text: &str) -> impl Iterator<Item = (&str, &str, Span)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..].find("{%")?;
            if let Some(comment) = text[at..open].find("{#") {
                at = at + comment + text[at + comment..].find("#}")?;
                continue;
            }
            let close = open + 2 + text[open + 2..].find("%}")?;
            at = close;
            let inner = text[open + 2..close].trim_matches(|c: char| c == '-' || c.is_whitespace());
            let (word, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            let argument = rest.trim();
            let start = open + text[open..close].rfind(argument).unwrap_or_default();
            return Some((word, argument, Span { start, end: start + argument.len() }));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    fn told(own: &[u8]) -> Vec<String> {
        let whole = "themes/spring/templates/layout.html";
        let parent = "{% block head %}{% endblock head %}{% block main %}{% endblock main %}";
        let path = |text: &str| SourcePath::new(text).unwrap();
        let snapshot: Snapshot = [
            (path("templates/layout.html"), SourceFile::new(own.to_vec())),
            (path(whole), SourceFile::new(parent.as_bytes())),
        ]
        .into_iter()
        .collect();
        let sources = BTreeMap::from([
            ("layout.html".to_owned(), path("templates/layout.html")),
            (whole.to_owned(), path(whole)),
        ]);
        let found = [unreadable(&sources, &snapshot), check(&sources, &snapshot)].concat();
        found.into_iter().map(|found| format!("{} {}", found.message.zh, found.help.zh)).collect()
    }

    #[test]
    fn slips_in_what_is_extended_are_told_at_their_line() {
        let layout = "{% extends \"themes/spring/templates/layout.html\" %}";
        for (text, expected) in [
            ("{% extends \"layout.html\" %}", "继承的是自己 写主题里那一个的完整路径：{% extends \"themes/spring"),
            ("{% extends \"themes/sping/templates/layout.html\" %}", "改成：{% extends \"themes/spring/"),
            (&format!("{layout}{{% block haed %}}x{{% endblock %}}"), "改成：{% block head %}"),
        ] {
            let told = told(text.as_bytes());
            assert!(told.len() == 1 && told[0].contains(expected), "{text}: {told:?}");
        }
        for text in [
            layout.to_owned(),
            format!("{layout}{{% block head %}}{{% block inner %}}{{% endblock %}}{{% endblock %}}"),
            "{# {% extends \"x\" %} #}text".to_owned(),
            "{% extends".to_owned(),
        ] {
            assert_eq!(told(text.as_bytes()), Vec::<String>::new(), "{text}");
        }
        assert!(told(b"{% block head %}\xd6\xd0\xce\xc4{% endblock %}")[0].contains("UTF-8"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reading_of_tags(text in "[{}%# a块]{0,12}") {
            for (_, argument, span) in tags(&text) {
                proptest::prop_assert_eq!(&text[span.start..span.end], argument);
            }
        }
    }
}

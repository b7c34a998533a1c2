//! Many findings of one kind → the first few of them, and one line for the rest.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Code, Diagnostic, Language};

/// Findings of one code up to this many are all shown; of more the first few.
const MOST_ALIKE: usize = 5;
pub const FIRST_ALIKE: usize = 3;

/// What is shown, in the order of the findings, and what is counted, by code.
pub struct Grouped<'d> {
    pub shown: Vec<&'d Diagnostic>,
    pub counted: Vec<(Code, Vec<&'d Diagnostic>)>,
}

impl<'d> Grouped<'d> {
    pub fn of(diagnostics: &'d [Diagnostic], all: bool) -> Self {
        if all {
            return Self { shown: diagnostics.iter().collect(), counted: Vec::new() };
        }
        let mut kinds: BTreeMap<Code, usize> = BTreeMap::new();
        diagnostics.iter().for_each(|found| *kinds.entry(found.code).or_default() += 1);
        let mut shown = Vec::new();
        let mut counted: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        for found in diagnostics {
            let number = seen.entry(found.code).or_default();
            *number += 1;
            if kinds[&found.code] <= MOST_ALIKE || *number <= FIRST_ALIKE {
                shown.push(found);
            } else {
                counted.entry(found.code).or_default().push(found);
            }
        }
        Self { shown, counted: counted.into_iter().collect() }
    }
}

/// The line for what isn't shown of a kind: how many, the first few places, and how to see all.
pub fn rest_line(
    code: Code,
    rest: &[&Diagnostic],
    language: Language,
    place: impl Fn(&Diagnostic) -> Option<String>,
) -> String {
    let places: Vec<String> = rest.iter().take(FIRST_ALIKE).filter_map(|found| place(found)).collect();
    let (code, count) = (code.0, rest.len());
    let title = Code::find(code).map_or("", |entry| match language {
        Language::Chinese => entry.title.zh,
        Language::English => entry.title.en,
    });
    let places = match (language, places.is_empty()) {
        (_, true) => String::new(),
        (Language::Chinese, _) => format!("（{} 等）", places.join("、")),
        (Language::English, _) => format!(" ({} …)", places.join(", ")),
    };
    match language {
        Language::Chinese => format!("{code} {title}：同类的还有 {count} 处{places}。加 --all 全部列出"),
        Language::English => format!("{code} {title}: {count} more of this kind{places}; --all lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::messages;

    #[test]
    fn of_many_alike_the_first_few_are_shown_and_the_rest_counted() {
        let many: Vec<Diagnostic> = (0..9).map(|number| messages::missing_asset(&number.to_string())).collect();
        let few: Vec<Diagnostic> = (0..5).map(|number| messages::broken_link(&number.to_string())).collect();
        let all = [many, few].concat();
        let grouped = Grouped::of(&all, false);
        assert_eq!(grouped.shown.len(), 3 + 5);
        let [(code, rest)] = grouped.counted.as_slice() else { panic!("{}", grouped.counted.len()) };
        assert_eq!((code.0, rest.len()), ("E0305", 6));
        let line = rest_line(*code, rest, Language::Chinese, |found| Some(found.message.zh.clone()));
        assert!(line.starts_with("E0305 图片或附件不存在：同类的还有 6 处（没有图片或文件“3”、"), "{line}");
        assert_eq!(Grouped::of(&all, true).shown.len(), all.len());
    }
}

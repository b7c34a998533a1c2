//! Who asks for what this thread is doing. A request is answered on one thread from beginning to end, so whatever is
//! written meanwhile knows its author without being given one by hand, and the log what was written.

use std::cell::RefCell;

use crate::io::server::studio::Asker;

thread_local! {
    static ASKER: RefCell<Option<Asker>> = const { RefCell::new(None) };
    static NOTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Puts the asker before back and forgets what was noted, also after a panic: the thread answers others later.
struct Before(Option<Asker>);

impl Drop for Before {
    fn drop(&mut self) {
        ASKER.set(self.0.take());
        NOTED.set(Vec::new());
    }
}

/// Does something for someone who has signed in, or for the only user of a studio that isn't shared.
pub fn on_behalf_of<T>(asker: Option<&Asker>, work: impl FnOnce() -> T) -> T {
    let _before = Before(ASKER.replace(asker.cloned()));
    work()
}

/// Returns who has signed in; `None` if the studio isn't shared.
pub fn asker() -> Option<Asker> {
    ASKER.with_borrow(Clone::clone)
}

/// Returns the name of the person who has signed in; `None` if the studio isn't shared.
pub fn person() -> Option<String> {
    ASKER.with_borrow(|asker| asker.as_ref().map(|asker| asker.name.clone()))
}

/// Notes what a request was done to, for the line of the log.
pub fn note(what: &str) {
    NOTED.with_borrow_mut(|all| all.push(what.to_owned()));
}

/// Takes what was noted since this was last asked.
pub fn noted() -> Vec<String> {
    NOTED.take()
}

/// The most that a line of the log names.
const MOST_NAMED: usize = 20;

/// What the log names: the entry that was asked about, if any, and what was noted beside it. Of many the first, and how many more
/// there are.
pub fn named_in_log(entry: &str, noted: &[String]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in std::iter::once(entry).chain(noted.iter().map(String::as_str)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let named = names.join(", ");
    if more > 0 { format!("{named} +{more}") } else { named }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::people::StudioRole;

    #[test]
    fn the_log_names_what_was_done_and_not_without_end() {
        let many: Vec<String> = (1..=23).map(|number| format!("{number}")).collect();
        assert_eq!(named_in_log("a", &[]), "a");
        assert_eq!(named_in_log("a", &["a".to_owned(), "b".to_owned()]), "a, b");
        assert_eq!(named_in_log("", &many[..2]), "1, 2");
        assert!(named_in_log("", &many).ends_with("19, 20 +3"));
        note("x");
        assert_eq!((noted(), noted()), (vec!["x".to_owned()], Vec::new()));
    }

    #[test]
    fn a_name_lasts_as_long_as_its_request() {
        let one = |name: &str| Asker {
            name: name.to_owned(),
            role: StudioRole::Writer,
            address: std::net::Ipv4Addr::LOCALHOST.into(),
        };
        assert_eq!(person(), None);
        on_behalf_of(Some(&one("甲")), || {
            assert_eq!(person().as_deref(), Some("甲"));
            on_behalf_of(None, || assert_eq!(person(), None));
            assert_eq!(asker(), Some(one("甲")));
        });
        let _ =
            std::panic::catch_unwind(|| on_behalf_of(Some(&one("乙")), || std::panic::resume_unwind(Box::new(()))));
        assert_eq!(person(), None);
    }
}

//! Who asks for what this thread is doing. A request is answered on one thread from beginning to end, so whatever is
//! written meanwhile knows its author without being given one by hand.

use std::cell::RefCell;

use crate::io::server::studio::Asker;

thread_local! {
    static ASKER: RefCell<Option<Asker>> = const { RefCell::new(None) };
}

/// Puts the asker before back, also after a panic: the thread answers others later.
struct Before(Option<Asker>);

impl Drop for Before {
    fn drop(&mut self) {
        ASKER.set(self.0.take());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::people::StudioRole;

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

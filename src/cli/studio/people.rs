//! What people of a shared studio may do, who has which entry open, and the log of what they did.

use std::time::Instant;

use serde_json::{Value, json};

use super::asker::{asker, named_in_log, noted, person};
use super::desk::Studio;
use super::saved::now;
use crate::authoring::people::StudioRole;
use crate::authoring::studio::StudioAccess;
use crate::base::url::SourcePath;
use crate::io::disk::{self, AuditLine};
use crate::io::server::studio::{Asker, Refusal};

/// The lines of the log that a page shows.
const MOST_LINES: usize = 500;

impl Studio {
    /// Does something if the person who asks may, and writes what comes of it into the log. Without people it just does it.
    pub(super) fn watched(
        &self,
        access: StudioAccess<'_>,
        work: impl FnOnce() -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        let Some(asker) = asker() else {
            // A shared studio does nothing for someone without a name, whatever lies before it.
            return if self.is_shared { Err(self.forbidden(access.least)) } else { work() };
        };
        if !asker.role.may(access.least) {
            self.log(&self.line(&asker, access, "forbidden"));
            return Err(self.forbidden(access.least));
        }
        if !access.is_noted {
            return work();
        }
        // By the name that the entry has before: it may be gone after.
        let mut line = self.line(&asker, access, "ok");
        let done = work();
        line.entry = named_in_log(&line.entry, &noted());
        if let Err(refusal) = &done {
            line.result = refusal.kind.to_owned();
        }
        self.log(&line);
        done
    }

    fn line(&self, asker: &Asker, access: StudioAccess<'_>, result: &str) -> AuditLine {
        let path = access.entry.and_then(|id| self.lock().path(id).map(SourcePath::to_string));
        AuditLine {
            time: now(),
            person: asker.name.clone(),
            address: asker.address.to_string(),
            what: access.ask.to_owned(),
            entry: path.unwrap_or_default(),
            result: result.to_owned(),
        }
    }

    fn forbidden(&self, least: StudioRole) -> Refusal {
        let named = |name: fn(StudioRole) -> &'static str, between: &str| {
            least.and_above().map(name).collect::<Vec<_>>().join(between)
        };
        let (zh, en) = (
            format!("你的角色不能做这件事；能做的是：{}", named(StudioRole::chinese, "、")),
            format!("your role may not do this; these may: {}", named(StudioRole::name, ", ")),
        );
        self.refused("forbidden", &zh, &en)
    }

    /// Writes a line into the log. What was done stays done if that fails; everyone is shown that it did.
    fn log(&self, line: &AuditLine) {
        if let Err(error) = self.journal.write(line) {
            let failed = self.say("操作记录写不进去：", "The log of what was done can't be written: ");
            self.tell(format!("{failed}{error}"));
        }
    }

    pub(super) fn lines(&self) -> Value {
        json!({ "lines": disk::audited(&self.root, MOST_LINES) })
    }

    /// Notes that the person who asks has an entry open, or has left it, and answers who else has it open.
    pub(super) fn here(&self, id: &str, has_left: bool) -> Value {
        // Only ids of entries: what is kept is bounded by the site.
        let is_known = self.lock().path(id).is_some();
        let Some(person) = person().filter(|_| is_known || has_left) else { return json!({ "others": [] }) };
        json!({ "others": self.presence.here(&person, id, has_left, Instant::now()) })
    }

    /// An answer with who asked for it, and who has which entry open.
    pub(super) fn with_people(&self, mut answer: Value) -> Value {
        if let (Some(Asker { name, role, .. }), Some(answer)) = (asker(), answer.as_object_mut()) {
            answer.insert("person".to_owned(), json!({ "name": name, "role": role }));
            answer.insert("present".to_owned(), json!(self.presence.all(Instant::now())));
        }
        answer
    }
}

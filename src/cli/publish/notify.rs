//! Tells people of a failure: a webhook, or a program.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::base::diagnostic::Cause;
use crate::io::fetch::post;
use crate::io::programs::Program;

/// How long a notice may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tells it to a webhook and to a program, and gives why one couldn't be told.
pub fn tell(what: &str, webhook: Option<&str>, program: Option<&Path>) -> Vec<Cause> {
    let told = webhook.map(|address| post(address, body(what).as_bytes()));
    let run = program.map(|program| match Program::new(program, PATIENCE).operand(what).run() {
        Ok(ended) if ended.success => Ok(()),
        Ok(ended) => Err(Cause::said(ended.stderr)),
        Err(error) => Err(error.cause()),
    });
    told.into_iter().chain(run).filter_map(Result::err).collect()
}

/// The message as the robots of 企业微信 and 钉钉 (`msgtype`) and of 飞书 (`msg_type`) read it; each passes over the other's keys.
fn body(what: &str) -> String {
    json!({
        "msgtype": "text",
        "text": { "content": what },
        "msg_type": "text",
        "content": { "text": what },
    })
    .to_string()
}

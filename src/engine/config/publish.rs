//! Reads `publish` of `site.yaml`: where `kepu publish` deploys to, what holds it back, and who is notified when it fails.

use crate::base::diagnostic::messages;
use crate::config::settings::Settings;

/// Settings of publishing by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishConfig {
    /// One of `deploy`; not needed where there is one alone.
    pub target: Option<String>,
    /// Findings of a check that keep the site from being published: codes, or how they begin.
    pub hold: Vec<String>,
    /// An address that is notified of a failure, and when publishing works again.
    pub webhook: Option<String>,
}

pub fn read(mut settings: Settings<'_>) -> PublishConfig {
    let target = settings.text("target");
    let mut hold = Vec::new();
    for (code, node) in settings.text_nodes("hold").unwrap_or_default() {
        if messages::table().any(|entry| !code.is_empty() && entry.code.0.starts_with(&*code)) {
            hold.push(code);
        } else {
            let (zh, en) =
                ("应是代码或它的开头，如 W0930、W09", "a code or its beginning is expected, such as W0930 or W09");
            settings.wrong("hold", node, zh, en);
        }
    }
    let node = settings.node("webhook");
    let webhook = settings.text("webhook");
    let is_address = |text: &String| text.starts_with("https://") || text.starts_with("http://");
    if let (Some(node), false) = (node, webhook.as_ref().is_none_or(is_address)) {
        settings.wrong("webhook", node, "应是 https:// 开头的网址", "an address that begins with https:// is expected");
    }
    settings.finish();
    PublishConfig { target, hold, webhook: webhook.filter(is_address) }
}

//! What a month brings, as the HTML of an e-mail: styles on each element, since programs for e-mail keep no others.

use super::month::{DatedEvent, Month, is_chinese};
use super::plain::appointment;
use crate::base::html::escape;
use crate::build::Ready;
use crate::site::EntryId;

const TEXT: &str = "font-size:16px;line-height:1.7;color:#333333";
const SOFT: &str = "font-size:14px;line-height:1.6;color:#585858";

/// A page of its own, no wider than programs show.
pub fn mail(ready: &Ready, month: &Month, colour: &str) -> String {
    let site = ready.site();
    let chinese = is_chinese(site);
    let say = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
    let title = escape(&month.title(site));
    let heading = |words: &str| {
        format!("<h2 style=\"margin:28px 0 8px;font-size:20px;line-height:1.4;color:{colour}\">{words}</h2>\n")
    };
    let mut body = format!(
        "<h1 style=\"margin:0 0 12px;font-size:24px;line-height:1.4;color:{colour}\">{title}</h1>\n<p style=\"margin:0 0 12px;{TEXT}\">{}</p>\n",
        escape(&month.summary(ready))
    );
    if !month.days.articles.is_empty() {
        body.push_str(&heading(say("新文章", "New articles")));
    }
    for id in &month.days.articles {
        let summary = escape(&ready.card(*id).summary);
        body.push_str(&format!("{}<p style=\"margin:0 0 8px;{TEXT}\">{summary}</p>\n", linked(ready, *id, colour)));
    }
    if !(month.days.events.is_empty() && month.days.drives.is_empty()) {
        body.push_str(&heading(say("活动", "Events")));
    }
    for dated in month.days.events.iter().chain(&month.days.drives) {
        body.push_str(&event(ready, dated, colour));
    }
    let page = escape(&site.config.address.absolute(&month.page));
    let sender = escape(site.config.organisation.get(&site.config.language));
    body.push_str(&format!(
        "<p style=\"margin:28px 0 0;{SOFT}\">{sender}<br><a href=\"{page}\" style=\"color:{colour}\">{page}</a></p>\n"
    ));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n</head>\n<body style=\"margin:0;padding:0;background-color:#ffffff\">\n\
         <div style=\"max-width:600px;margin:0 auto;padding:20px 16px\">\n{body}</div>\n</body>\n</html>\n",
        site.config.language
    )
}

fn linked(ready: &Ready, id: EntryId, colour: &str) -> String {
    let address = escape(&ready.site().config.address.absolute(ready.routes().entry(id)));
    let title = escape(&ready.site().entry(id).title);
    format!(
        "<h3 style=\"margin:16px 0 4px;font-size:17px;line-height:1.5\"><a href=\"{address}\" style=\"color:{colour}\">{title}</a></h3>\n"
    )
}

fn event(ready: &Ready, dated: &DatedEvent, colour: &str) -> String {
    let lines: Vec<String> = appointment(ready, dated).iter().map(|line| escape(line)).collect();
    format!("{}<p style=\"margin:0 0 8px;{SOFT}\">{}</p>\n", linked(ready, dated.id, colour), lines.join("<br>"))
}

//! A month's column and calendar as a page to print on A4, with everything in it: pictures as bytes, no script.

use super::month::{DatedEvent, Month, is_chinese};
use super::pictures::{PictureFolder, PictureSource, unlettered};
use super::plain::appointment;
use crate::assets::poster::Lettering;
use crate::base::diagnostic::{Cause, Checked, Diagnostic, messages};
use crate::base::html::escape;
use crate::base::url::Url;
use crate::build::Ready;
use crate::site::EntryId;
use crate::view::model::{BodyView, Place};

/// The layout of a printed sheet; type in points, as official documents are set.
const STYLE: &str = "@page{size:A4;margin:20mm 18mm 18mm}\
body{font-family:'Noto Serif CJK SC','Source Han Serif SC',SimSun,STSong,serif;font-size:10.5pt;line-height:1.75;color:#1b2420;max-width:174mm;margin:0 auto;padding:8px}\
h1,h2,h3,h4,th{font-family:'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif}\
.mast{border-bottom:2pt solid var(--main);margin:0 0 6mm;padding:0 0 3mm}.mast h1{font-size:24pt;line-height:1.3;margin:0;color:var(--main)}\
.mast p{display:flex;justify-content:space-between;margin:1mm 0 0;font-size:10pt;color:#525d57}\
h2{font-size:15pt;line-height:1.4;color:var(--main);margin:8mm 0 3mm;break-after:avoid}h3{font-size:12pt;margin:5mm 0 1mm;break-after:avoid}\
p{margin:0 0 2.2mm;orphans:2;widows:2}article{break-before:page}article>h2{font-size:18pt;margin-top:0}\
table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{border:.5pt solid #85897f;padding:1.2mm 2mm;text-align:left;vertical-align:top}\
tr,figure,aside,pre{break-inside:avoid}thead{display:table-header-group}\
figure{margin:3mm 0;text-align:center}img{max-width:100%;max-height:95mm;height:auto}figcaption,.by{font-size:9pt;color:#525d57}\
aside{border-left:3pt solid #85897f;background:#f4f3ee;padding:2mm 4mm;margin:3mm 0}pre{white-space:pre-wrap;background:#f4f3ee;padding:2mm 3mm;font-size:8.5pt}\
blockquote{border-left:2pt solid #dfddd3;margin:3mm 0;padding:0 0 0 4mm}.math-block{display:block;text-align:center;margin:3mm 0}\
a{color:inherit;text-decoration:none}.footnotes{font-size:8.5pt;border-top:.5pt solid #85897f;margin-top:4mm}.footnote-back{display:none}";

/// Nothing of a text runs or loads anything: the page is opened by a browser, from a disk.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" \
    content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">";

/// The bulletin as HTML, and which pictures it lacks.
pub fn bulletin(ready: &Ready, month: &Month, colour: &str, lettering: Option<&Lettering>) -> Checked<String> {
    let site = ready.site();
    let chinese = is_chinese(site);
    let say = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
    let language = site.config.language.as_str();
    let title = format!("{} {}", site.config.title.get(language), say("科普简报", "Bulletin"));
    let mut pictures = PictureFolder::for_print(ready, lettering);
    let mut diagnostics = Vec::new();
    let mut body = format!(
        "<header class=\"mast\"><h1>{}</h1><p><span>{}</span><span>{}</span></p></header>\n",
        escape(&title),
        escape(&month.name(site)),
        escape(site.config.organisation.get(language)),
    );
    if !month.days.articles.is_empty() {
        body.push_str(&format!("<h2>{}</h2>\n<ul>\n", say("本期文章", "In this issue")));
        for id in &month.days.articles {
            let card = ready.card(*id);
            body.push_str(&format!("<li><strong>{}</strong><br>{}</li>\n", escape(&card.title), escape(&card.summary)));
        }
        body.push_str("</ul>\n");
    }
    let (events, drives) = (&month.days.events, &month.days.drives);
    if !(events.is_empty() && drives.is_empty()) {
        body.push_str(&format!(
            "<h2>{}</h2>\n<table>\n<thead><tr><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
            say("本月活动", "Events of the month"),
            say("活动", "Event"),
            say("时间、地点", "Time and place"),
        ));
        events.iter().chain(drives).for_each(|dated| body.push_str(&row(ready, dated)));
        body.push_str("</tbody>\n</table>\n");
    }
    for id in &month.days.articles {
        body.push_str(&article(ready, *id, &mut pictures, &mut diagnostics));
    }
    diagnostics.extend(unlettered(&pictures.unlettered));
    let value = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n{POLICY}\n<title>{} {}</title>\n\
         <style>:root{{--main:{}}}{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(&title),
        escape(&month.name(site)),
        escape(colour),
    );
    Checked { value, diagnostics }
}

fn row(ready: &Ready, dated: &DatedEvent) -> String {
    let lines: Vec<String> = appointment(ready, dated).iter().map(|line| escape(line)).collect();
    format!("<tr><td>{}</td><td>{}</td></tr>\n", escape(&ready.site().entry(dated.id).title), lines.join("<br>"))
}

fn article(ready: &Ready, id: EntryId, pictures: &mut PictureFolder<'_>, told: &mut Vec<Diagnostic>) -> String {
    let Some((page, _)) = ready.entry_page(id) else { return String::new() };
    let card = &page.entry;
    let mut by: Vec<String> = card.date.iter().map(|date| date.text.clone()).collect();
    by.extend(ready.site().entry(id).fields.texts("authors").iter().map(|author| (*author).to_owned()));
    let body = printed(ready, &page.body, pictures, told).html();
    format!(
        "<article>\n<h2>{}</h2>\n<p class=\"by\">{}</p>\n{body}\n<p class=\"by\">{}</p>\n</article>\n",
        escape(&card.title),
        escape(&by.join("　")),
        escape(&ready.site().config.address.absolute(&card.url)),
    )
}

/// A text with its pictures in it, and whole addresses. A picture that can't be put in is told: the page loads nothing.
fn printed(ready: &Ready, body: &BodyView, pictures: &mut PictureFolder<'_>, told: &mut Vec<Diagnostic>) -> BodyView {
    let absolute = |url: &Url| ready.site().config.address.absolute(url);
    let mut whole = |place: &Place| match place {
        Place::Picture(image) => {
            let reason = match pictures.take(&image.src.to_string()).map(|picture| picture.source) {
                Ok(PictureSource::Address(address)) if address.starts_with("data:") => return Place::Address(address),
                Ok(_) => String::new(),
                Err(lack) => lack.reason(),
            };
            told.push(messages::share_picture(image.src.as_str(), Cause::said(reason)));
            Place::Address(absolute(&image.src))
        }
        Place::Address(address) if address.starts_with('/') => Place::Address(absolute(&Url::new(address))),
        other => other.clone(),
    };
    BodyView { body: body.body.clone(), places: body.places.iter().map(&mut whole).collect() }
}

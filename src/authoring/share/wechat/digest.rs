//! What a month brings, as blocks of an article.

use super::node::{ArticleNode, element, text};
use super::state::ArticleWriter;
use super::style::Styles;
use crate::authoring::share::month::{DaySpan, Month};
use crate::authoring::share::plain::appointment;
use crate::build::Ready;
use crate::site::EntryId;
use crate::view::model::ImageView;

/// The blocks, and the picture that stands for all: that of the first article that has one.
pub fn blocks(
    ready: &Ready,
    month: &Month,
    writer: &mut ArticleWriter<'_, '_>,
) -> (Vec<ArticleNode>, Option<ImageView>) {
    let DaySpan { events, drives, articles, .. } = &month.days;
    let words = writer.words;
    let mut blocks = vec![element("p", Styles::paragraph(), vec![text(month.summary(ready))])];
    if !articles.is_empty() {
        blocks.push(element("h2", writer.styles.heading(), vec![text(words.articles)]));
    }
    for id in articles {
        let card = ready.card(*id);
        blocks.push(title(ready, *id, writer));
        if let Some(image) = &card.cover {
            blocks.extend(super::picture(writer, image));
        }
        blocks.push(element("p", Styles::paragraph(), vec![text(&card.summary)]));
    }
    if !(events.is_empty() && drives.is_empty()) {
        blocks.push(element("h2", writer.styles.heading(), vec![text(words.events)]));
    }
    for dated in events.iter().chain(drives) {
        blocks.push(title(ready, dated.id, writer));
        for fact in appointment(ready, dated) {
            blocks.push(element("p", Styles::small(), vec![text(fact)]));
        }
    }
    let cover = articles.iter().find_map(|id| ready.card(*id).cover.clone());
    (blocks, cover)
}

/// A title with the number of its page.
fn title(ready: &Ready, id: EntryId, writer: &mut ArticleWriter<'_, '_>) -> ArticleNode {
    let entry = ready.site().entry(id);
    let address = ready.site().config.address.absolute(ready.routes().entry(id));
    let number = writer.references.link(&entry.title, &address);
    element("h3", Styles::subheading(), vec![text(&entry.title), writer.mark(number)])
}

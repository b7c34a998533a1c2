//! What is to be said of an article: what it lacks of its page, and what is too long.

use super::super::pictures;
use super::state::ArticleChanges;
use super::{Article, TEXT, TITLE, length};
use crate::base::diagnostic::{Cause, Diagnostic, messages};

pub fn changes(changes: &ArticleChanges, unlettered: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if changes.formulas > 0 {
        found.push(messages::share_formulas(changes.formulas));
    }
    if !changes.media.is_empty() {
        found.push(messages::share_media(&changes.media.join("、"), &changes.media.join(", ")));
    }
    if !changes.left_out.is_empty() {
        found.push(messages::share_left_out(&changes.left_out.join("、"), &changes.left_out.join(", ")));
    }
    if !changes.by_hand.is_empty() {
        found.push(messages::share_by_hand(&changes.by_hand.join("、"), &changes.by_hand.join(", ")));
    }
    for (address, reason) in &changes.missing {
        found.push(messages::share_picture(address, Cause::said(reason)));
    }
    found.extend(pictures::unlettered(unlettered));
    found
}

pub fn lengths(article: &Article) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let title = article.title.chars().count();
    if title > TITLE {
        found.push(messages::share_long("标题", "title", title, TITLE));
    }
    let text = length(&article.html);
    if text > TEXT {
        found.push(messages::share_long("正文", "text", text, TEXT));
    }
    found
}

//! The menus of an export → a line of `site.yaml` each, for the editor to take over.

use super::export::{Export, ExportItem};
use crate::authoring::import::generator::wordpress::plain;
use crate::base::yaml::write::{YamlValue, inline};

/// Returns each menu by its name, with its items as they are written in a list of one line: a message has no others.
pub fn menus(export: &Export) -> Vec<(String, Vec<String>)> {
    let mut items: Vec<&ExportItem> =
        export.items.iter().filter(|item| item.text("wp:post_type") == "nav_menu_item").collect();
    items.sort_by_key(|item| item.text("wp:menu_order").parse::<usize>().unwrap_or(usize::MAX));
    let mut menus: Vec<(String, Vec<String>)> = Vec::new();
    for item in items {
        let menu = item.terms.iter().find(|(domain, _)| domain == "nav_menu").map_or("", |(_, name)| name);
        let number = item.hidden("_menu_item_object_id");
        let target = export.items.iter().find(|other| {
            other.text("wp:post_id") == number && other.text("wp:post_type") == item.hidden("_menu_item_object")
        });
        let own = plain(item.text("title"));
        let title =
            if own.is_empty() { target.map(|target| plain(target.text("title"))).unwrap_or_default() } else { own };
        let term = export.terms.get(number).filter(|_| item.hidden("_menu_item_object") == "category");
        let address = match (target, term) {
            (Some(target), _) => target.text("link").to_owned(),
            (None, Some((_, short))) => format!("/category/{short}/"),
            (None, None) => item.hidden("_menu_item_url").to_owned(),
        };
        let local = address.strip_prefix(&export.address).unwrap_or(&address);
        let named = || term.map_or_else(|| local.to_owned(), |(name, _)| plain(name));
        let title = if title.is_empty() { named() } else { title };
        let value = |text: &str| inline(&YamlValue::text(text));
        let written = format!("{{title: {}, url: {}}}", value(&title), value(local));
        match menus.iter_mut().find(|(name, _)| name == menu) {
            Some((_, items)) => items.push(written),
            None => menus.push((menu.to_owned(), vec![written])),
        }
    }
    menus
}

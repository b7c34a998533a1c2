//! Menus: which page each item leads to, and what is wrong with one that leads nowhere.

use super::absent::absent_at;
use super::inputs::Inputs;
use super::links::near_page;
use super::model::LinkView;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::{SourcePath, Url};
use crate::config::{MenuItem, config_path};
use crate::content::markdown::MeantAddress;

/// The items of a menu in a language. Those that lead to what isn't public now are left out until it is.
pub fn menu(inputs: &Inputs, items: &[MenuItem], language: &str) -> Vec<LinkView> {
    items.iter().filter_map(|item| link(inputs, item, language)).collect()
}

/// A path leads to the page of the same path in the language, where there is one.
fn link(inputs: &Inputs, item: &MenuItem, language: &str) -> Option<LinkView> {
    let title = item.title.get(language).to_owned();
    let Some((path, suffix)) = item.path() else { return Some(LinkView { title, url: item.url.clone() }) };
    let translated = inputs.addresses().in_language(language, path);
    let url = match page(inputs, &translated).or_else(|| page(inputs, &Url::new(path))) {
        Some(url) => url,
        None if absent_at(inputs, path).is_some() => return None,
        None => Url::new(path),
    };
    Some(LinkView { title, url: format!("{url}{suffix}") })
}

/// The address of the output that a host serves for an address, which may lack its last slash.
fn page(inputs: &Inputs, url: &Url) -> Option<Url> {
    let is_there = |url: &Url| url.output_path().is_ok_and(|path| inputs.routes.place_of(&path).is_some());
    if is_there(url) {
        return Some(url.clone());
    }
    Some(url.join("/")).filter(is_there)
}

/// What is wrong with the addresses of the site's menus.
pub fn menu_faults(inputs: &Inputs) -> Vec<Diagnostic> {
    inputs.site.config.menu_items().filter_map(|item| Some(fault(inputs, item)?.at(item.at.clone()))).collect()
}

/// Whether an item leads to a page that isn't there.
pub fn any_lost(inputs: &Inputs) -> bool {
    let lost = |item: &MenuItem| item.path().is_some_and(|(path, _)| !is_there(inputs, path));
    inputs.site.config.menu_items().any(lost)
}

/// Whether a path has a page or a file in any language.
fn is_there(inputs: &Inputs, path: &str) -> bool {
    let in_language = |language: &String| page(inputs, &inputs.addresses().in_language(language, path));
    inputs.site.config.languages.iter().any(|language| in_language(language).is_some())
}

fn fault(inputs: &Inputs, item: &MenuItem) -> Option<Diagnostic> {
    let nowhere = messages::menu_leads_nowhere(item.title.get("zh-CN"), item.title.get("en"), &item.url);
    let Some((path, _)) = item.path() else { return fault_elsewhere(inputs, &item.url, nowhere) };
    if is_there(inputs, path) {
        return None;
    }
    let absent = absent_at(inputs, path);
    Some(absent.unwrap_or_else(|| nowhere.meant(near_page(inputs, path).as_deref())))
}

/// What is wrong with an address that isn't a path from the site's root: it is one of another site, or was meant as either.
fn fault_elsewhere(inputs: &Inputs, url: &str, nowhere: Diagnostic) -> Option<Diagnostic> {
    let lower = url.to_ascii_lowercase();
    if ["http://", "https://", "mailto:", "tel:", "//", "#", "?"].iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    match MeantAddress::of(url) {
        Some(MeantAddress::OwnFile(_)) => Some(nowhere),
        Some(meant) => Some(meant.advise(nowhere, &config_path(), None)),
        // Another scheme.
        None if url.split('/').next().is_some_and(|first| first.contains(':')) => None,
        None => {
            let url = &url[..url.find(['?', '#']).unwrap_or(url.len())];
            let files = [url.to_owned(), format!("content/{url}")];
            let entry = files.iter().find_map(|file| inputs.site.by_source(&SourcePath::new(file)?));
            let meant = entry.map(|id| inputs.routes.entry(id).to_string());
            Some(nowhere.meant(meant.or_else(|| near_page(inputs, url)).as_deref()))
        }
    }
}

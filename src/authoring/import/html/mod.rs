//! Foreign HTML → Markdown that shows the same, and what a page lacks of its source.
//!
//! ```text
//! HTML ─parse─▶ HtmlNode ─clean, write─▶ Markdown    each block is read again as the site will read it, and compared; what
//!                                                    Markdown has no form for stays HTML
//! ```

pub mod anchors;
pub mod clean;
mod code;
pub mod compare;
mod escape;
mod inline;
mod raw;
mod table;
mod write;

pub use crate::base::html::{HtmlElement, HtmlNode, is_cut, parse};
pub use code::{code_text, is_known_in_code};
pub use write::markdown;

/// What is lost where [`is_cut`] says so, in Chinese and in English.
pub const TOO_DEEP: (&str, &str) = ("层次太多的嵌套（文字都在）", "elements nested too deep (their text is there)");

/// Elements that stand within a line.
pub fn is_inline(name: &str) -> bool {
    const INLINE: &str = " a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark meter \
                          nobr output picture progress q rb rp rt rtc ruby s samp small source span strike strong sub \
                          sup time track tt u var wbr ";
    INLINE.contains(&format!(" {name} "))
}

/// Elements whose content no one sees.
pub fn is_hidden(name: &str) -> bool {
    " script style template head title meta link noscript base ".contains(&format!(" {name} "))
}

/// Where pages that load pictures late have the true address.
pub const LATE: [&str; 6] = ["data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-echo"];

/// Returns the address of a picture or another embedded file. Pages that load pictures late have the true one elsewhere.
pub fn address(element: &HtmlElement) -> Option<&str> {
    let given = |name: &str| element.attribute(name).map(str::trim).filter(|value| !value.is_empty());
    let late = LATE.iter().find_map(|name| given(name));
    late.filter(|_| element.name == "img").or_else(|| given("src"))
}

//! The makers of pages and of what is written without a template, by kind. None uses another; what two of them share
//! lies below, among the modules of `view`.

pub mod calendar;
pub mod directory;
pub mod entry;
pub mod feed;
pub mod figures;
pub mod listing;
pub mod poster;
pub mod search;
pub mod site;

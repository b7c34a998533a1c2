//! What was made elsewhere, brought over into a site: tables of every kind, other generators'
//! sites, and that the site builds afterwards.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

#[path = "import/docx.rs"]
mod docx;
#[path = "import/excel.rs"]
mod excel;
#[path = "import/sites.rs"]
mod sites;
mod support;
#[path = "import/tables.rs"]
mod tables;

//! What was made elsewhere, brought over into a site: tables of every kind, other generators'
//! sites, and that the site builds afterwards.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod calendar;
mod docx;
mod excel;
mod old;
mod shapes;
mod sites;
mod tables;

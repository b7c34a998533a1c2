//! `kepu schema`: JSON Schema of front matter, on the standard output.

use std::path::PathBuf;

use clap::Args;

use super::report::{Report, print};
use super::{FAILURE, Format, SUCCESS};
use crate::build::{self, BuildOptions, Cache};
use crate::diagnostic::{Diagnostic, Language};
use crate::time::Today;
use crate::{disk, scaffold, schema};

#[derive(Args)]
pub struct SchemaArguments {
    /// 只要这个栏目的 · of this collection alone
    #[arg(long, value_name = "NAME")]
    collection: Option<String>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

pub fn run(arguments: &SchemaArguments, language: Language) -> i32 {
    let read = disk::read(&arguments.root);
    // Drafts may be referred to as well, and a schema doesn't depend on the day.
    let options = BuildOptions { today: Today(jiff::civil::Date::MIN), base_url: None, drafts: true };
    let ready = build::prepare(&read.value, &options, &mut Cache::none());
    let report = Report { language, format: Format::Text, snapshot: &read.value };
    let faults: Vec<Diagnostic> =
        ready.diagnostics().iter().filter(|found| found.code.0.starts_with("E01")).cloned().collect();
    if !faults.is_empty() {
        report.each(&faults);
        return FAILURE;
    }
    let site = ready.site();
    let schema = match &arguments.collection {
        None => schema::of_all(site),
        Some(name) => match scaffold::collection(name, &site.collections) {
            Ok(collection) => schema::of(collection, site),
            Err(fault) => {
                report.each(&[fault]);
                return FAILURE;
            }
        },
    };
    print(&serde_json::to_string_pretty(&schema).unwrap_or_default());
    SUCCESS
}

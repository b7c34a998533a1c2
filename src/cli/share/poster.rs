//! `kepu share poster`: a picture of an entry to hand around.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::shared::{SharedSite, SiteArguments, lettering};
use crate::authoring::share::find;
use crate::authoring::share::poster::{PAGE, SCREEN, poster};
use crate::base::diagnostic::{Language, messages};
use crate::base::text::slugify;
use crate::cli::exit::SUCCESS;
use crate::cli::terminal::print;
use crate::io::disk;

#[derive(Args)]
pub struct PosterArguments {
    /// 哪个条目：文件、网址、slug 或标题 · the entry: its file, address, slug or title
    entry: String,
    /// 写到哪个文件（缺省为网站根目录下的 share/名字.png）· the file to write (default: share/NAME.png in the site's root)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 大小：page 1080×1440（图文消息），screen 1080×1920（手机全屏）· page 1080×1440 (picture posts), screen 1080×1920 (a telephone's screen)
    #[arg(long, value_enum, default_value_t = PosterSize::Page)]
    size: PosterSize,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PosterSize {
    Page,
    Screen,
}

pub fn run(arguments: &PosterArguments, language: Language) -> i32 {
    let shared = match SharedSite::open(&arguments.site, language) {
        Ok(shared) => shared,
        Err(code) => return code,
    };
    let id = match find(&shared.ready, &arguments.entry) {
        Ok(id) => id,
        Err(fault) => return shared.failed(fault),
    };
    let Some(font) = lettering(shared.bold.as_ref()) else { return shared.failed(messages::share_no_font()) };
    let size = if arguments.size == PosterSize::Page { PAGE } else { SCREEN };
    let name = format!("{}.png", slugify(&shared.ready.site().entry(id).key.slug));
    let out = arguments.out.clone().unwrap_or_else(|| arguments.site.root.join("share").join(name));
    let written = poster(&shared.ready, id, size, &font).and_then(|bytes| disk::write_beside(&out, &bytes));
    match written {
        Ok(()) => {
            print(&disk::shown(&out));
            SUCCESS
        }
        Err(fault) => shared.failed(fault),
    }
}

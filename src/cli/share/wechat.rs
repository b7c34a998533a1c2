//! `kepu share wechat`: an article for the editor of official accounts.

use std::path::PathBuf;

use clap::Args;

use super::shared::{SharedSite, SiteArguments, lettering, month};
use crate::authoring::share::find;
use crate::authoring::share::month::Month;
use crate::authoring::share::wechat::{self, Article, WechatOptions};
use crate::base::diagnostic::{Checked, Language, messages};
use crate::base::text::slugify;

#[derive(Args)]
pub struct WechatArguments {
    /// 哪个条目：文件、网址、slug 或标题 · the entry: its file, address, slug or title
    #[arg(required_unless_present = "month")]
    entry: Option<String>,
    /// 这个月的活动和新文章 · a month's events and new articles
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "entry")]
    month: Option<String>,
    /// 写到哪个目录（缺省为网站根目录下的 share/名字）· the folder to write (default: share/NAME in the site's root)
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// 图片直接写在文章里，网站没发布也能粘贴 · put the pictures into the article, for a site that isn't published yet
    #[arg(long)]
    embed: bool,
    #[command(flatten)]
    site: SiteArguments,
}

pub fn run(arguments: &WechatArguments, language: Language) -> i32 {
    let asked = match arguments.month.as_deref().map(|text| month(text, language)).transpose() {
        Ok(asked) => asked,
        Err(code) => return code,
    };
    let shared = match SharedSite::open(&arguments.site, language) {
        Ok(shared) => shared,
        Err(code) => return code,
    };
    let (plain, bold) = (lettering(shared.plain.as_ref()), lettering(shared.bold.as_ref()));
    let options =
        WechatOptions { lettering: plain.as_deref(), bold: bold.as_deref(), embed: arguments.embed, language };
    let ready = &shared.ready;
    let (name, made): (String, Checked<Option<Article>>) = match asked {
        Some((year, month)) => {
            let Some(month) = Month::of(ready, year, month).filter(|month| !month.days.is_empty()) else {
                let (zh, en) = (format!("{year}年{month}月"), format!("{year}-{month:02}"));
                return shared.failed(messages::share_nothing(&zh, &en));
            };
            let Checked { value, diagnostics } = wechat::month(ready, &month, options);
            (format!("{year}-{:02}", month.month), Checked { value: Some(value), diagnostics })
        }
        None => match find(ready, arguments.entry.as_deref().unwrap_or_default()) {
            Ok(id) => (ready.site().entry(id).key.slug.clone(), wechat::entry(ready, id, options)),
            Err(fault) => return shared.failed(fault),
        },
    };
    let Some(article) = made.value else { return shared.failed(messages::share_unknown(&name)) };
    let folder = arguments.out.clone();
    let folder = folder.unwrap_or_else(|| arguments.site.root.join("share").join(slugify(&name)));
    shared.write(&folder, &article.files, &made.diagnostics)
}

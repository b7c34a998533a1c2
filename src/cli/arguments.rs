//! Arguments that several modules read: those of a build, and choices that commands have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::Links;

/// Reads the name of the folder that a site lies in.
///
/// # Errors
/// The reason, in English as all that the library for arguments says; [`usage`](super::usage) says it in Chinese.
pub fn existing_folder(name: &str) -> Result<PathBuf, &'static str> {
    let folder = PathBuf::from(name);
    if folder.is_dir() { Ok(folder) } else { Err("there is no such folder") }
}

/// How much is said of what is wrong.
#[derive(Args, Clone, Copy, Default)]
pub struct ReportDetail {
    /// 同类的问题全部列出，不只是前几处 · list every finding of a kind, not the first few
    #[arg(long)]
    pub all: bool,
    /// 附上程序库和系统的英文原文 · add what libraries and the system said, in their own words
    #[arg(long)]
    pub verbose: bool,
}

#[derive(Args)]
pub struct BuildArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = existing_folder)]
    pub root: PathBuf,
    /// 输出目录（缺省为根目录下的 public）· the output folder (default: public in the root)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// 页面之间怎样互相链接：root 从网站根开始，relative 可在硬盘上直接打开 · how pages refer to each other: from the root, or so that the folder opens from a disk
    #[arg(long, value_enum)]
    pub links: Option<LinksArgument>,
    /// 以哪一天为“今天” · the day to build for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
    /// 连草稿和未到发布日的一起编译 · include drafts and entries of the future
    #[arg(long)]
    pub drafts: bool,
    /// 用几个线程 · number of threads (default: all cores)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// 一直运行，有改动就重新编译 · stay, and build again whenever something changes
    #[arg(long)]
    pub watch: bool,
    /// 不等系统通知，每隔几毫秒看一遍文件（缺省 300）· look at the files every so many milliseconds (300)
    #[arg(
        long,
        value_name = "MS",
        requires = "watch",
        num_args = 0..=1,
        default_missing_value = "300",
        value_parser = clap::value_parser!(u64).range(10..=3_600_000)
    )]
    pub poll: Option<u64>,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinksArgument {
    Root,
    Relative,
}

impl From<LinksArgument> for Links {
    fn from(argument: LinksArgument) -> Self {
        match argument {
            LinksArgument::Root => Self::Root,
            LinksArgument::Relative => Self::Relative,
        }
    }
}

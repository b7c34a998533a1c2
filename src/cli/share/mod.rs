//! `kepu share`: the site's content in the forms in which it reaches readers elsewhere.

mod periods;
mod poster;
mod shared;
mod wechat;

use clap::{Args, Subcommand};

use crate::base::diagnostic::Language;

#[derive(Args)]
pub struct ShareArguments {
    #[command(subcommand)]
    form: ShareForm,
}

#[derive(Subcommand)]
enum ShareForm {
    /// 公众号文章：一个目录，有可复制的文章、图片、封面和摘要 · an article for an official account: a folder with the article to copy, its pictures and covers
    Wechat(wechat::WechatArguments),
    /// 海报：带二维码的图片，发群和朋友圈 · a poster: a picture with a code, to hand around
    Poster(poster::PosterArguments),
    /// 月度简报：A4 版面的 PDF 或网页 · a bulletin of a month: PDF or a page, laid out for A4
    Bulletin(periods::BulletinArguments),
    /// 月度邮件：网页和纯文字两份 · an e-mail of a month: as HTML and as text
    Mail(periods::MailArguments),
    /// 一周活动的纯文字，贴到群里 · the events of a week as plain text, for a group chat
    Text(periods::TextArguments),
}

pub fn run(arguments: &ShareArguments, language: Language) -> i32 {
    match &arguments.form {
        ShareForm::Wechat(arguments) => wechat::run(arguments, language),
        ShareForm::Poster(arguments) => poster::run(arguments, language),
        ShareForm::Bulletin(arguments) => periods::bulletin(arguments, language),
        ShareForm::Mail(arguments) => periods::mail(arguments, language),
        ShareForm::Text(arguments) => periods::text(arguments, language),
    }
}

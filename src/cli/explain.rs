//! `kepu explain`.

use super::exit::{SUCCESS, USAGE};
use super::terminal::say;
use crate::base::diagnostic::{Code, Language, messages};
use crate::base::text::did_you_mean;

pub fn run(code: &str, language: Language) -> i32 {
    let Some(entry) = Code::find(code) else {
        let upper = code.trim().to_ascii_uppercase();
        eprintln!("{} {code}", say(language, "没有这个代码：", "there is no code"));
        if let Some(near) = did_you_mean(&upper, messages::table().map(|entry| entry.code.0)) {
            eprintln!("{} {near}", say(language, "是不是", "did you mean"));
        }
        return USAGE;
    };
    println!("{} {}", entry.code.0, say(language, entry.title.zh, entry.title.en));
    println!();
    println!("{}", say(language, entry.explanation.zh, entry.explanation.en));
    SUCCESS
}

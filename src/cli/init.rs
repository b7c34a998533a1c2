//! `kepu init`.

use std::path::Path;

use super::exit::{FAILURE, SUCCESS};
use super::schema;
use super::terminal::say;
use crate::base::diagnostic::{Language, messages};
use crate::io::disk::{self, Planted, plant};

pub fn run(folder: &Path, language: Language) -> i32 {
    let place = folder.display();
    match plant(folder) {
        Ok(Planted::Made(files)) => {
            let ready = schema::ready(&disk::read(folder).value);
            let helped = match schema::set_up(folder, ready.site()) {
                Ok(helped) => helped,
                Err(fault) => {
                    eprintln!("{}", fault.message.get(language));
                    return FAILURE;
                }
            };
            for file in files.iter().chain(&helped) {
                println!("  {}", folder.join(file).display());
            }
            println!("{}", say(language, "网站已建好。接着运行：", "The site is ready. Next:"));
            println!("  kepu serve --open --root {}", quoted(&place.to_string()));
            SUCCESS
        }
        Ok(Planted::NotEmpty) => {
            eprintln!(
                "{place}: {}",
                say(language, "目录不是空的，没有写入任何文件", "the folder isn't empty; nothing was written")
            );
            FAILURE
        }
        Err(error) => {
            let message = messages::write_failed(&place.to_string(), &error.to_string()).message;
            eprintln!("{}", message.get(language));
            FAILURE
        }
    }
}

/// A name as a shell takes it for one word.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-:\\".contains(c);
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

//! A picture or a file that isn't there → the file that was meant, or the folder that it belongs in.

use super::inputs::Inputs;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::base::url::{SourcePath, percent_decode};
use crate::content::markdown::MeantAddress;

/// Reports a file that a field or a text names.
pub fn missing(inputs: &Inputs, source: &SourcePath, written: &str) -> Diagnostic {
    let (folder, fault) = (source.folder(), messages::missing_asset(written));
    if let Some(meant) = MeantAddress::of(written) {
        return meant.advise(fault, source, None);
    }
    let name = written.rsplit('/').next().unwrap_or_default();
    let zh = format!("把文件 {name} 放进 {folder}/（和这个文件放在一起）；或放进 static/，前面加 / 引用");
    let en = format!("put {name} into {folder}/, beside this file; or into static/, and begin the path with /");
    if let Some(meant) = meant_file(inputs, source, written) {
        return fault
            .helped(&format!("是不是想写“{meant}”？不是的话，{zh}"), &format!("did you mean `{meant}`? if not, {en}"));
    }
    let elsewhere = inputs.site.assets.iter().find(|path| path.file_name() == name && path.below("content").is_some());
    match elsewhere {
        Some(path) => fault.helped(
            &format!("{name} 放在 {} 里：把它移到或复制到 {folder}/", path.folder()),
            &format!("{name} is in {}: move or copy it to {folder}/", path.folder()),
        ),
        None => fault.helped(&zh, &en),
    }
}

/// How the file is named that was most likely meant: one of `static/`, or one beside the source whose name differs by the case
/// of its letters, by its extension, or by a slip.
pub fn meant_file(inputs: &Inputs, source: &SourcePath, written: &str) -> Option<String> {
    let plain = written.trim_start_matches("./").trim_start_matches('/');
    let plain = plain.strip_prefix("static/").unwrap_or(plain);
    let is_static = SourcePath::new(&format!("static/{plain}")).is_some_and(|path| inputs.site.assets.contains(&path));
    let of_static = Some(format!("/{plain}")).filter(|meant| is_static && meant != written);
    if of_static.is_some() {
        return of_static;
    }
    let beside: Vec<&str> = inputs.site.assets.iter().filter_map(|path| path.below(source.folder())).collect();
    coded(plain, &beside).or_else(|| like(plain, &beside).map(str::to_owned))
}

/// How a file is written in a link whose own name has such a code as `%20`, which links have for a space.
fn coded(decoded: &str, names: &[&str]) -> Option<String> {
    let found = names.iter().find(|name| name.contains('%') && percent_decode(name) == decoded);
    found.map(|name| name.replace('%', "%25"))
}

fn like<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    let folded = written.to_lowercase();
    let same = |name: &&'n str| name.to_lowercase() == folded;
    let other_ending = |name: &&'n str| stem(&name.to_lowercase()) == stem(&folded);
    let found = names.iter().copied().find(same).or_else(|| names.iter().copied().find(other_ending));
    found.or_else(|| did_you_mean(written, names.iter().copied()))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_the_name_of_a_file_is_written_as_one() {
        let names = ["d e.png", "b%20c.png", "100%.png"];
        assert_eq!(coded("b c.png", &names).as_deref(), Some("b%2520c.png"));
        assert_eq!(coded("b%20c.png", &names), None);
        assert_eq!(coded("d e.png", &names), None);
    }

    #[test]
    fn a_file_is_known_by_the_rest_of_its_name() {
        let names = ["Notice.PDF", "表格.docx", "露珠.jpeg", "pictures/a.png"];
        for (written, meant) in [
            ("notice.pdf", Some("Notice.PDF")),
            ("表格.pdf", Some("表格.docx")),
            ("表格", Some("表格.docx")),
            ("露珠.jpg", Some("露珠.jpeg")),
            ("pictures/A.PNG", Some("pictures/a.png")),
            ("完全不同的名字.zip", None),
        ] {
            assert_eq!(like(written, &names), meant, "{written}");
        }
    }
}

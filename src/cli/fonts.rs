//! Where machines keep their fonts, and which of them suit Chinese titles.

use std::cmp::Reverse;
use std::path::PathBuf;

use crate::assets::poster::{self, Face, Font, Fonts};
use crate::base::diagnostic::Language;
use crate::io::disk::Installed;

/// Files of fonts that have the characters of GB 18030 and whose licence allows publishing pictures that are lettered with
/// them: Noto and Source Han (OFL), WenQuanYi (GPL with the font exception), Droid (Apache). The ones that suit a title
/// first. By their names: opening every font of a machine takes longer than building a small site.
const FREE: [&str; 13] = [
    "NotoSansSC-Bold.otf",
    "NotoSansSC-Bold.ttf",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansCJK-Bold.ttc",
    "SourceHanSansSC-Bold.otf",
    "SourceHanSansCN-Bold.otf",
    "SourceHanSans-Bold.ttc",
    "NotoSansSC-VF.ttf",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
];

/// Fonts that come with a system, by the names that people know them by. Their makers sell the right to publish pictures
/// with them, so they are used only where a site names them.
const LICENSED: [(&str, &str); 7] = [
    ("msyhbd.ttc", "微软雅黑"),
    ("msyh.ttc", "微软雅黑"),
    ("simhei.ttf", "黑体"),
    ("simsun.ttc", "宋体"),
    ("Hiragino Sans GB.ttc", "冬青黑体"),
    ("STHeiti Medium.ttc", "华文黑体"),
    ("PingFang.ttc", "苹方"),
];

/// What fonts are stored in.
const FORMATS: [&str; 4] = ["otf", "ttf", "ttc", "otc"];

/// The fonts of this machine.
pub fn found() -> Fonts {
    let installed = Installed::below(&folders(), &FORMATS);
    let (free, identity) = (installed.named(&FREE).map(Font::new), installed.identity());
    Fonts::new(free, identity, move |name| family(&installed, name))
}

/// The font of a family, the bold one if there is one: a title is large.
fn family(installed: &Installed, name: &str) -> Option<Font> {
    let suits = |face: &Face| face.families.iter().any(|family| family.to_lowercase() == name.to_lowercase());
    let (face, content) = installed.best(|file| {
        let faces = poster::faces(file).ok()?;
        faces.into_iter().filter(suits).map(|face| (face.is_bold, Reverse(face.index))).max()
    })?;
    let (_, Reverse(index)) = face;
    Some(Font::face(content, index))
}

/// The font with which words within a drawing are lettered: the same, but not a bold one if there is another.
pub fn plain() -> Option<Font> {
    let bold = |name: &&&str| name.contains("-Bold");
    let names: Vec<&str> = FREE.iter().filter(|name| !bold(name)).chain(FREE.iter().filter(bold)).copied().collect();
    Installed::below(&folders(), &FORMATS).named(&names).map(Font::new)
}

/// What to do about pages that have no poster for want of a font.
pub fn missing(pages: usize, language: Language) -> String {
    let installed = Installed::below(&folders(), &FORMATS);
    let licensed = LICENSED.iter().find(|(file, _)| installed.named(&[file]).is_some());
    match language {
        Language::Chinese => {
            let why = match licensed {
                Some((_, name)) => format!("本机的{name}未经授权不能用来发布图片，没有用它"),
                None => "本机没有找到中文字体".to_owned(),
            };
            let how = if cfg!(windows) {
                "把压缩包里的 fonts 文件夹放到 kepu.exe 旁边，或下载免费可商用的思源黑体（Noto Sans SC），右键“安装”；或"
            } else if cfg!(target_os = "macos") {
                "用“字体册”装上思源黑体（Noto Sans SC）；或"
            } else {
                "装一种免费可商用的（Debian、UOS、麒麟：fonts-noto-cjk）；或"
            };
            format!("{pages} 页没有分享图：{why}。{how}有授权的字体，在 site.yaml 的 posters.font 里写它的名字")
        }
        Language::English => {
            let why = match licensed {
                Some((file, _)) => {
                    format!("{file} of this machine may not be published without a licence, and wasn't used")
                }
                None => "no Chinese font was found here".to_owned(),
            };
            let how = if cfg!(windows) {
                "put the folder `fonts` of the downloaded archive beside kepu.exe, or install Noto Sans SC, which is free"
            } else if cfg!(target_os = "macos") {
                "install Noto Sans SC with Font Book"
            } else {
                "install a free one (Debian, UOS, Kylin: fonts-noto-cjk)"
            };
            format!(
                "{pages} pages have no poster: {why}; {how}, or name a font that you have the rights to with posters.font in site.yaml"
            )
        }
    }
}

/// The folder of fonts beside the program, which the archives of a release have, and where this system keeps its own.
fn folders() -> Vec<PathBuf> {
    let below = |variable: &str, path: &str| std::env::var_os(variable).map(|base| PathBuf::from(base).join(path));
    let program = std::env::current_exe().ok();
    let mut folders = vec![program.and_then(|program| Some(program.parent()?.join("fonts")))];
    if cfg!(windows) {
        folders.extend([below("WINDIR", "Fonts"), below("LOCALAPPDATA", r"Microsoft\Windows\Fonts")]);
    } else if cfg!(target_os = "macos") {
        folders.extend([
            Some("/System/Library/Fonts".into()),
            Some("/Library/Fonts".into()),
            below("HOME", "Library/Fonts"),
        ]);
    } else {
        folders.extend([Some("/usr/share/fonts".into()), Some("/usr/local/share/fonts".into())]);
        folders.extend([below("HOME", ".local/share/fonts"), below("HOME", ".fonts")]);
    }
    folders.into_iter().flatten().collect()
}

//! What people do: reading, talks, exhibitions, contests, safety, festivals; and places.

use super::Motif;
use crate::assets::cover::scene::CoverScene::{Circles, Discs, Dots, Hills, Rays, Waves};

pub const SAFETY: Motif = Motif {
    name: "safety",
    subject: "安全 消防 应急 火灾 防火 防溺水 反诈 禁毒 网络安全 safety fire emergency rescue",
    occasion: "",
    glyphs: &[
        r#"<path class="m" d="M0-48 40-34V0C40 27 21 42 0 50-21 42-40 27-40 0V-34Z"/><path class="n" d="M0-48 40-34V0C40 27 21 42 0 50Z"/><path class="u" d="M-17 1-4 14 18-13"/>"#,
        r#"<path class="k" d="M2-50C7-26 35-14 31 16 28 37 14 49 0 49-19 49-33 35-31 12-29-4-16-9-14-25-4-20 0-11 0-6 8-18 8-36 2-50Z"/><path class="w" d="M0 47C-13 45-17 33-10 20-4 22 0 14 2 7 13 17 17 35 0 47Z"/>"#,
        r#"<path class="m" d="M-16-14a16 16 0 0 1 32 0V48H-16Z"/><path class="n" d="M-6-44H6V-30H-6Z"/><path class="o" d="M-6-38H-26Q-36-38-36-26V6M6-40 22-46"/><path class="k" d="M-16 2H16V24H-16Z"/>"#,
    ],
    scenes: &[Rays, Discs, Circles, Dots],
};

pub const FILM: Motif = Motif {
    name: "film",
    subject: "电影 影片 影院 科教片 科幻 动画 film cinema movie",
    occasion: "放映 点播 screening broadcast 广播",
    glyphs: &[
        r#"<g transform="rotate(-14 -44 -14)"><path class="n" d="M-46-34H44V-16H-46Z"/><path class="w" d="M-36-34H-22L-32-16H-46ZM-8-34H6L-4-16H-18ZM20-34H34L24-16H10Z"/></g><path class="m" d="M-46-14H44V44H-46Z"/><path class="k" d="M-10 2 16 16-10 30Z"/>"#,
        r#"<circle class="m" r="44"/><circle class="p" cy="-25" r="11"/><circle class="p" cx="24" cy="-8" r="11"/><circle class="p" cx="15" cy="20" r="11"/><circle class="p" cx="-15" cy="20" r="11"/><circle class="p" cx="-24" cy="-8" r="11"/><circle class="k" r="6"/><path class="o" d="M0 44H50"/>"#,
        r#"<path class="w" d="M-14-46 46-30V8L-14-8Z"/><path class="m" d="M-50 6H4V38H-50Z"/><circle class="n" cx="-37" cy="-4" r="12"/><circle class="n" cx="-11" cy="-4" r="10"/><path class="k" d="M4 14 18 8V36L4 30Z"/><path class="o" d="M-34 40-42 50M-12 40-4 50"/>"#,
    ],
    scenes: &[Rays, Discs, Rays, Dots],
};

pub const BOOK: Motif = Motif {
    name: "book",
    subject: "读书 阅读 图书 知识 辟谣 reading book library knowledge",
    occasion: "文化 培训 课堂 课程 培训班 教师 training class course teacher",
    glyphs: &[
        r#"<path class="m" d="M-50 30C-36 24-14 24 0 36 14 24 36 24 50 30V40C36 33 14 33 0 46-14 33-36 33-50 40Z"/><path class="w" d="M0-24C-14-36-36-36-50-30V30C-36 24-14 24 0 36Z"/><path class="p" d="M0-24C14-36 36-36 50-30V30C36 24 14 24 0 36Z"/><path class="q" d="M-38-16Q-24-20-12-12M-38-2Q-24-6-12 2M-38 12Q-24 8-12 16"/><path class="k" d="M20-34H32V6L26 0 20 5Z"/>"#,
        r#"<path class="n" d="M-44-20H-22V44H-44Z"/><path class="k" d="M-22-34H-4V44H-22Z"/><path class="m" d="M-4-12H20V44H-4Z"/><path class="p" transform="rotate(-14 22 44)" d="M22-26H42V44H22Z"/><path class="u" d="M-38-8H-28M-18-20H-8M2 2H14"/>"#,
        r#"<path class="w" d="M-34-46H18L34-30V46H-34Z"/><path class="p" d="M18-46V-30H34Z"/><path class="q" d="M-22-22H8M-22-8H20M-22 6H12"/><path class="k" d="M42-8 50 0 18 34 6 38 10 26Z"/>"#,
    ],
    scenes: &[Discs, Circles, Hills, Dots],
};

pub const TALK: Motif = Motif {
    name: "talk",
    subject: "",
    occasion: "讲座 报告 宣讲 咨询 座谈 大讲堂 lecture talk advice consultation",
    glyphs: &[
        r#"<path class="m" d="M-40-38H14a8 8 0 0 1 8 8V-4a8 8 0 0 1-8 8H-18L-32 18V4H-40a8 8 0 0 1-8-8V-30a8 8 0 0 1 8-8Z"/><path class="u" d="M-34-24H8M-34-10H-6"/><path class="k" d="M0 12H40a8 8 0 0 0 8-8V-14H28V-4A14 14 0 0 1 14 10H-8V28a8 8 0 0 0 8 8H24L38 48V36H40"/>"#,
        r#"<path class="o" d="M-27-6A27 27 0 0 0 27-6M0 22V46M-20 46H20"/><rect class="n" x="-15" y="-48" width="30" height="56" rx="15"/><path class="u" d="M-6-34H6M-6-22H6"/><circle class="k" cx="36" cy="-30" r="7"/>"#,
        r#"<path class="m" d="M-30-2 26-34V30L-30 10Z"/><path class="n" d="M-44-4H-28V12H-44Z"/><path class="k" d="M-26 12H-10L-4 40H-18Z"/><path class="q" d="M36-18Q44-2 36 14M44-30Q60-2 44 26"/>"#,
    ],
    scenes: &[Dots, Discs, Rays, Circles],
};

pub const EXHIBITION: Motif = Motif {
    name: "exhibition",
    subject: "博物馆 科技馆 展馆 展品 文物 场馆 青铜 museum hall gallery",
    occasion: "展览 巡展 展示 展板 成果 exhibition touring",
    glyphs: &[
        r#"<path class="m" d="M0-46 50-18H-50Z"/><circle class="k" cy="-28" r="6"/><path class="w" d="M-40-12h14v42h-14zM-16-12h12v42h-12zM4-12h12v42H4zM26-12h14v42H26z"/><path class="m" d="M-50 32h100v12h-100z"/>"#,
        r#"<path class="p" d="M-42 10A42 42 0 0 1 42 10Z"/><path class="m" d="M-7-31 9-31 16 10H0Z"/><path class="w" d="M-48 10H48V44H-48Z"/><path class="n" d="M-34 20h14v14h-14zM20 20h14v14H20z"/><path class="k" d="M-9 18H9V44H-9Z"/>"#,
        r#"<path class="m" d="M-46-40H46V32H-46Z"/><path class="p" d="M-37-31H37V23H-37Z"/><path class="n" d="M-37 23-12-10 4 8 16-4 37 23Z"/><circle class="k" cx="20" cy="-16" r="7"/><path class="o" d="M-24 34-34 50M24 34 34 50"/>"#,
    ],
    scenes: &[Hills, Rays, Discs, Dots],
};

pub const CONTEST: Motif = Motif {
    name: "contest",
    subject: "创新 发明 专利 知识产权 innovation invention patent property",
    occasion: "竞赛 大赛 比赛 挑战 选拔 表彰 contest competition challenge award",
    glyphs: &[
        r#"<path class="y" d="M-22-34H-42Q-42-8-20-6M22-34H42Q42-8 20-6"/><path class="k" d="M-26-44H26V-14A26 26 0 0 1-26-14Z"/><path class="m" d="M-5 10H5V28H-5ZM-24 28H24V44H-24Z"/><path class="w" d="M0-36 4-25H16L6-18 10-6 0-13-10-6-6-18-16-25H-4Z"/>"#,
        r#"<path class="m" d="M-26-48H-8L12-8-8 2ZM26-48H8L-12-8 8 2Z"/><circle class="k" cy="16" r="30"/><path class="w" d="M0-2 5 10H18L8 18 12 31 0 23-12 31-8 18-18 10H-5Z"/>"#,
        r#"<path class="y" d="M0-50V-46M-34-38-30-34M34-38 30-34M-48-8H-43M48-8H43"/><path class="w" d="M-16 20C-16 8-30 0-30-14A30 30 0 0 1 30-14C30 0 16 8 16 20Z"/><path class="o" d="M-7 18-10-6 0 4 10-6 7 18"/><path class="m" d="M-16 24h32v9h-32zM-10 37h20v9h-20z"/>"#,
    ],
    scenes: &[Rays, Rays, Discs, Circles],
};

pub const FESTIVAL: Motif = Motif {
    name: "festival",
    subject: "",
    occasion: "科技周 科普日 科普月 科技之春 活动周 活动月 启动 开幕 综合活动 嘉年华 festival launch drive week month carnival",
    glyphs: &[
        r#"<path class="k" d="M0-46C-30-46-42-24-38-6-34 12-16 20-12 28H12C16 20 34 12 38-6 42-24 30-46 0-46Z"/><path class="w" d="M0-46C-16-40-18-4-6 28H6C18-4 16-40 0-46Z"/><path class="m" d="M-9 36H9V48H-9Z"/><path class="q" d="M-11 28-8 38M11 28 8 38"/>"#,
        r#"<path class="o" d="M0-50V-38M0 30V48"/><path class="m" d="M-14-40H14V-32H-14ZM-14 24H14V32H-14Z"/><ellipse class="k" cy="-4" rx="38" ry="29"/><path class="u" d="M0-32V24M-16-30Q-28-4-16 22M16-30Q28-4 16 22"/>"#,
        r#"<path class="o" d="M-50-36Q0 4 50-36"/><path class="k" d="M-46-32-28-22-40-4Z"/><path class="n" d="M-23-20-4-16-14 6Z"/><path class="w" d="M4-16 23-20 14 6Z"/><path class="m" d="M28-22 46-32 40-4Z"/><path class="n" d="M0 44C2 28 12 22 26 22 26 36 16 46 0 44Z"/><path class="k" d="M0 38C-2 22-12 16-26 16-26 30-16 40 0 38Z"/>"#,
    ],
    scenes: &[Hills, Rays, Discs, Waves],
};

pub const PLACE: Motif = Motif {
    name: "place",
    subject: "",
    occasion: "社区 校园 学校 community school campus 基地 研学 参观 base study tour",
    glyphs: &[
        r#"<path class="m" d="M0 48C-14 24-36 8-36-14A36 36 0 0 1 36-14C36 8 14 24 0 48Z"/><circle class="w" cy="-14" r="17"/><circle class="k" cy="-14" r="8"/>"#,
        r#"<path class="w" d="M-42-8H42V44H-42Z"/><path class="m" d="M-50-8 0-40 50-8Z"/><path class="n" d="M-32 4h16v14h-16zM16 4h16v14H16z"/><path class="k" d="M-9 16H9V44H-9Z"/><path class="o" d="M0-40V-50H14"/>"#,
        r#"<path class="p" d="M-48-30-16-42V34L-48 44Z"/><path class="w" d="M-16-42 16-30V46L-16 34Z"/><path class="p" d="M16-30 48-42V34L16 46Z"/><path class="q" d="M-38 20Q-20 0-4 10T34-16"/><circle class="k" cx="34" cy="-16" r="7"/><circle class="m" cx="-38" cy="20" r="5"/>"#,
    ],
    scenes: &[Hills, Discs, Hills, Rays],
};

pub const SCIENCE: Motif = Motif {
    name: "science",
    subject: "",
    occasion: "",
    glyphs: &[
        r#"<path class="o" d="M0 48V10"/><path class="n" d="M-1 14C-26 16-38 0-38-24-12-24-1-10-1 14Z"/><path class="m" d="M1 4C1-18 14-32 40-32 40-8 26 4 1 4Z"/><circle class="k" cy="-42" r="6"/>"#,
        r#"<ellipse class="o" rx="46" ry="17" transform="rotate(30)"/><ellipse class="q" rx="46" ry="17" transform="rotate(90)"/><ellipse class="o" rx="46" ry="17" transform="rotate(150)"/><path class="k" d="M0-11 3-3 11 0 3 3 0 11-3 3-11 0-3-3Z"/>"#,
        r#"<path class="o" d="M10 10 42 42"/><circle class="m" cx="-10" cy="-10" r="37"/><circle class="p" cx="-10" cy="-10" r="28"/><path class="k" d="M-10-28-5-15 8-10-5-5-10 8-15-5-28-10-15-15Z"/>"#,
    ],
    scenes: &[Discs, Circles, Rays, Waves],
};

//! Physics, chemistry, technology and what is made with them.

use super::Motif;
use crate::assets::cover::scene::CoverScene::{Circles, Discs, Dots, Hills, Rays, Waves};

pub const PHYSICS: Motif = Motif {
    name: "physics",
    subject: "物理 数学 力学 光学 光线 声音 秤 磁 量子 原子 测量 误差 计量 电磁 几何 physics mathematics light sound quantum atom measure optics error",
    occasion: "",
    glyphs: &[
        r#"<ellipse class="o" rx="46" ry="17"/><ellipse class="q" rx="46" ry="17" transform="rotate(60)"/><ellipse class="o" rx="46" ry="17" transform="rotate(120)"/><circle class="k" r="9"/><circle class="n" cx="46" r="6"/><circle class="n" cx="-23" cy="40" r="6"/>"#,
        r#"<path class="u" d="M-50 14-14-2"/><path class="y" d="M14-6 50 0"/><path class="q" d="M15 0 50 14"/><path class="o" d="M17 7 48 28"/><path class="p" d="M0-42 42 32H-42Z"/><path class="n" d="M0-42 10-24-26 32H-42Z"/>"#,
        r#"<path class="o" d="M-40-42H40M-40-42V46M40-42V46"/><path class="q" d="M-20-42-36 10M0-42V12M10-42V12M20-42V12"/><circle class="k" cx="-37" cy="16" r="10"/><circle class="n" r="10" cy="16"/><circle class="m" cx="18" cy="16" r="10"/>"#,
    ],
    scenes: &[Circles, Dots, Discs, Rays],
};

pub const CHEMISTRY: Motif = Motif {
    name: "chemistry",
    subject: "化学 材料 分子 元素 合金 金属 塑料 纳米 香气 微生物 chemistry material molecule element alloy metal polymer microbe",
    occasion: "",
    glyphs: &[
        r#"<path class="w" d="M-10-42h20v24L37 34a9 9 0 0 1-8 13H-29a9 9 0 0 1-8-13L-10-18Z"/><path class="n" d="M-24 8H24L37 34a9 9 0 0 1-8 13H-29a9 9 0 0 1-8-13Z"/><path class="m" d="M-16-49h32v9h-32z"/><circle class="p" cx="-8" cy="26" r="5"/><circle class="p" cx="10" cy="34" r="4"/><circle class="k" cx="4" cy="16" r="4"/>"#,
        r#"<path class="o" d="M0-26 22-13V13L0 26-22 13V-13ZM22-13 42-25M-22-13-42-25M0 26V46"/><circle class="k" cy="-26" r="9"/><circle class="n" cx="22" cy="13" r="9"/><circle class="n" cx="-22" cy="13" r="9"/><circle class="m" cx="42" cy="-25" r="8"/><circle class="m" cx="-42" cy="-25" r="8"/><circle class="k" cy="44" r="7"/>"#,
        r#"<path class="w" d="M-42-38h22V30a11 11 0 0 1-22 0ZM-11-38h22V30a11 11 0 0 1-22 0ZM20-38h22V30a11 11 0 0 1-22 0Z"/><path class="k" d="M-42 0h22V30a11 11 0 0 1-22 0Z"/><path class="n" d="M-11-14h22V30a11 11 0 0 1-22 0Z"/><path class="m" d="M20 12h22V30a11 11 0 0 1-22 0Z"/><path class="o" d="M-48-26H48"/>"#,
    ],
    scenes: &[Dots, Discs, Circles, Waves],
};

pub const ENGINEERING: Motif = Motif {
    name: "engineering",
    subject: "工程 技术 机械 制造 建筑 工业 机器 模型 创客 3d engineering technology machine construction industry maker",
    occasion: "",
    glyphs: &[
        r#"<path class="m" d="M-8-44H8V44H-8ZM-44-8V8H44V-8Z"/><path class="m" transform="rotate(45)" d="M-8-44H8V44H-8ZM-44-8V8H44V-8Z"/><circle class="m" r="33"/><circle class="p" r="21"/><circle class="k" r="9"/>"#,
        r#"<path class="k" d="M-48 46V18M48 46V18"/><path class="o" d="M-48 18C-34-40 34-40 48 18"/><path class="q" d="M-30 14V-9M-15 14V-20M0 14V-24M15 14V-20M30 14V-9"/><path class="m" d="M-50 14H50V24H-50Z"/><path class="n" d="M-42 24h8V46h-8zM34 24h8V46h-8z"/>"#,
        r#"<path class="o" d="M-30 46V-40M-30-40H40M-30-40-44-26M30-40V-14"/><path class="q" d="M-30-26H-10L-30-40"/><path class="k" d="M18-14H42V6H18Z"/><path class="n" d="M-8 22H48V46H-8Z"/><path class="m" d="M-44 38H-16V46H-44Z"/>"#,
    ],
    scenes: &[Dots, Rays, Discs, Hills],
};

pub const INFORMATION: Motif = Motif {
    name: "information",
    subject: "信息 人工智能 智能 机器人 编程 网络 芯片 数据 计算机 无人机 电波 通信 数字 information robot computer network data chip drone digital ai internet radio",
    occasion: "",
    glyphs: &[
        r#"<path class="q" d="M-16-48V48M0-48V48M16-48V48M-48-16H48M-48 0H48M-48 16H48"/><rect class="m" x="-32" y="-32" width="64" height="64" rx="7"/><rect class="p" x="-18" y="-18" width="36" height="36" rx="4"/><circle class="k" r="8"/>"#,
        r#"<path class="o" d="M0-22V-40"/><circle class="k" cy="-42" r="6"/><rect class="n" x="-46" y="-8" width="92" height="20" rx="6"/><rect class="w" x="-36" y="-24" width="72" height="54" rx="14"/><circle class="m" cx="-15" cy="-2" r="7"/><circle class="m" cx="15" cy="-2" r="7"/><path class="o" d="M-12 16H12"/><path class="m" d="M-24 36H24V48H-24Z"/>"#,
        r#"<path class="q" d="M0 0-34-28M0 0 36-22M0 0-30 30M0 0 28 34M-34-28 36-22"/><circle class="m" r="15"/><circle class="k" cx="-34" cy="-28" r="10"/><circle class="n" cx="36" cy="-22" r="11"/><circle class="n" cx="-30" cy="30" r="9"/><circle class="k" cx="28" cy="34" r="8"/>"#,
    ],
    scenes: &[Dots, Dots, Circles, Discs],
};

pub const ENERGY: Motif = Motif {
    name: "energy",
    subject: "能源 电力 用电 停电 发电 输电 电网 调度 燃气 用气 太阳能 风能 节能 低碳 碳 氢 energy electricity solar wind power gas carbon grid dispatch",
    occasion: "",
    glyphs: &[
        r#"<circle class="m" r="46"/><path class="k" d="M8-36-24 6H-3L-9 36 25-8H4Z"/>"#,
        r#"<path class="k" d="M-18 18C-18 6-34-2-34-16A34 34 0 0 1 34-16C34-2 18 6 18 18Z"/><path class="u" d="M-8 18-11-6 0 4 11-6 8 18"/><path class="m" d="M-18 22h36v10h-36zM-12 36h24v10h-24z"/>"#,
        r#"<path class="m" d="M-3-8H3L8 50H-8Z"/><path class="w" d="M0-12C-8-24-5-40 0-50 5-40 8-24 0-12Z"/><path class="w" d="M0-12C14-12 28-3 34 6 23 7 8 2 0-12ZM0-12C-14-12-28-3-34 6-23 7-8 2 0-12Z"/><circle class="k" cy="-12" r="6"/>"#,
    ],
    scenes: &[Hills, Rays, Discs, Hills],
};

pub const TRANSPORT: Motif = Motif {
    name: "transport",
    subject: "交通 船 航 港 铁路 高铁 汽车 公路 桥 飞机 游轮 transport ship boat train railway car bridge aircraft cruise",
    occasion: "",
    glyphs: &[
        r#"<path class="k" d="M-4-40H12V-18H-4Z"/><path class="w" d="M-28-18H26V8H-28Z"/><path class="n" d="M-20-10H-8V0H-20ZM2-10H14V0H2Z"/><path class="m" d="M-50 8H50L38 34H-38Z"/><path class="q" d="M-50 44q12.5-9 25 0t25 0t25 0t25 0"/>"#,
        r#"<rect class="m" x="-32" y="-44" width="64" height="74" rx="16"/><path class="p" d="M-22-30H22V-6H-22Z"/><circle class="k" cx="-17" cy="14" r="6"/><circle class="k" cx="17" cy="14" r="6"/><path class="o" d="M-20 32-34 48M20 32 34 48M-26 42H26"/>"#,
    ],
    scenes: &[Waves, Hills, Rays, Waves],
};

pub const LAB: Motif = Motif {
    name: "lab",
    subject: "实验 显微镜 检测 科研 实训 laboratory lab experiment microscope research",
    occasion: "动手 体验 工作坊 开放日 workshop open",
    glyphs: &[
        r#"<path class="o" d="M10-14C40-8 42 30 14 40"/><g transform="rotate(24)"><path class="n" d="M-14-46H6V-38H-14Z"/><path class="m" d="M-10-38H2V6H-10Z"/><path class="k" d="M-8 6H0V16H-8Z"/></g><path class="n" d="M-32 20H8V26H-32Z"/><path class="m" d="M-36 40H34V49H-36Z"/>"#,
        r#"<path class="w" d="M-10-42h20v24L37 34a9 9 0 0 1-8 13H-29a9 9 0 0 1-8-13L-10-18Z"/><path class="k" d="M-29 18H29L37 34a9 9 0 0 1-8 13H-29a9 9 0 0 1-8-13Z"/><path class="n" d="M-16-49h32v9h-32z"/><circle class="n" cx="-14" cy="2" r="5"/><circle class="k" cx="6" cy="-6" r="4"/>"#,
        r#"<path class="o" d="M10 10 42 42"/><circle class="m" cx="-10" cy="-10" r="37"/><circle class="p" cx="-10" cy="-10" r="28"/><path class="n" d="M-10 8C-8-8 2-14 12-14 12 0 4 10-10 8ZM-12 0C-14-14-20-18-30-18-28-6-22 2-12 0Z"/><path class="u" d="M-30-14A21 21 0 0 1-16-30"/>"#,
    ],
    scenes: &[Dots, Discs, Circles, Rays],
};

//! Plants, farming, animals, food and health.

use super::Motif;
use crate::assets::cover::scene::CoverScene::{Circles, Discs, Dots, Hills, Rays, Waves};

pub const PLANTS: Motif = Motif {
    name: "plants",
    subject: "植物 花 桂花 树 森林 竹 竹笋 叶 种子 园林 植树 中药材 草药 药材 茶 生态 自然 plant flower tree forest bamboo botanical garden herb tea osmanthus ecology",
    occasion: "",
    glyphs: &[
        r#"<path class="o" d="M0 48V-22"/><path class="n" d="M0 24C4-2 22-8 42-6 40 14 22 28 0 24Z"/><path class="p" d="M0 6C-4-18-22-24-42-22-40-2-22 10 0 6Z"/><path class="m" d="M0-14C-14-26-12-40 0-50 12-40 14-26 0-14Z"/>"#,
        r#"<path class="o" d="M0 6V50"/><path class="n" d="M0 42C6 26 18 24 30 26 26 40 14 46 0 42Z"/><circle class="w" cy="-32" r="15"/><circle class="w" cx="19" cy="-18" r="15"/><circle class="w" cx="12" cy="4" r="15"/><circle class="w" cx="-12" cy="4" r="15"/><circle class="w" cx="-19" cy="-18" r="15"/><circle class="k" cy="-13" r="11"/>"#,
        r#"<path class="o" d="M0 48V0M0 22 16 6"/><circle class="n" cx="-16" cy="-8" r="22"/><circle class="m" cx="8" cy="-24" r="24"/><circle class="p" cx="22" cy="-2" r="17"/>"#,
    ],
    scenes: &[Hills, Discs, Rays, Dots],
};

pub const FARMING: Motif = Motif {
    name: "farming",
    subject: "农 农业 种植 嫁接 荔枝 龙眼 柑橘 高粱 水稻 果树 田间 乡村 三农 农技 育种 科技特派员 farming agriculture crop rice litchi longan citrus orchard grafting sorghum",
    occasion: "三下乡 下乡",
    glyphs: &[
        r#"<path class="y" d="M0 50V-20"/><path class="k" d="M0-50c7 8 7 17 0 24-7-7-7-16 0-24ZM-2-18c-14-2-18-10-17-19 11 1 17 9 17 19ZM2-18c14-2 18-10 17-19-11 1-17 9-17 19ZM-2 2c-14-2-18-10-17-19 11 1 17 9 17 19ZM2 2c14-2 18-10 17-19-11 1-17 9-17 19ZM-2 22c-14-2-18-10-17-19 11 1 17 9 17 19ZM2 22c14-2 18-10 17-19-11 1-17 9-17 19Z"/><path class="n" d="M0 50C4 36 14 30 26 30 24 42 14 50 0 50Z"/>"#,
        r#"<path class="o" d="M-16-2Q-8-30 6-42M14-2Q14-26 6-42"/><path class="n" d="M6-42C18-50 34-46 42-34 28-28 14-30 6-42Z"/><circle class="k" cx="-20" cy="20" r="23"/><circle class="y" cx="-20" cy="20" r="23"/><circle class="m" cx="20" cy="22" r="21"/><path class="u" d="M-34 20A15 15 0 0 1-24 7"/>"#,
        r#"<path class="k" d="M-24-10A24 24 0 0 1 24-10Z"/><path class="y" d="M0-48V-41M-30-38-25-33M30-38 25-33"/><path class="n" d="M-50-10H50V46H-50Z"/><path class="u" d="M0-8V46M-10-8-34 46M10-8 34 46M-22-8-50 22M22-8 50 22"/>"#,
    ],
    scenes: &[Hills, Rays, Discs, Hills],
};

pub const ANIMALS: Motif = Motif {
    name: "animals",
    subject: "动物 鸟 鹤 观鸟 昆虫 虫 蝴蝶 鸡 养殖 畜 牛 猪 蜜蜂 野生 animal bird insect butterfly chicken livestock wildlife crane",
    occasion: "",
    glyphs: &[
        r#"<path class="k" d="M40-16 54-9 40-4Z"/><path class="m" d="M-46 36-38 8C-30-20 0-26 16-15 22-27 42-25 43-10L30-2C30 22 8 36-14 30Z"/><path class="n" d="M-22 4C-10-10 8-8 15 4 6 20-14 20-22 4Z"/><circle class="w" cx="30" cy="-13" r="3.5"/>"#,
        r#"<path class="n" d="M0-2C-10-42-48-42-45-14-42 4-20 8 0 4ZM0-2C10-42 48-42 45-14 42 4 20 8 0 4Z"/><path class="k" d="M0 6C-18 4-36 16-29 32-20 46-4 30 0 14ZM0 6C18 4 36 16 29 32 20 46 4 30 0 14Z"/><path class="o" d="M0-16V28M0-16Q-4-32-13-38M0-16Q4-32 13-38"/><circle class="w" cx="-28" cy="-18" r="6"/><circle class="w" cx="28" cy="-18" r="6"/>"#,
        r#"<path class="k" d="M-4-44C2-54 10-48 8-40 18-48 22-38 16-32L0-30ZM24-24 38-18 24-13Z"/><path class="w" d="M-2-16A15 15 0 0 1 27-20C27 0 34 10 26 24 14 40-22 40-36 16L-46-16C-30-14-14-2-2-16Z"/><path class="p" d="M-24 12C-10 0 8 4 12 14 4 28-16 28-24 12Z"/><circle class="m" cx="15" cy="-21" r="3"/><path class="y" d="M-6 36V48M8 36V48"/>"#,
    ],
    scenes: &[Hills, Discs, Rays, Waves],
};

pub const FOOD: Motif = Motif {
    name: "food",
    subject: "食品 食物 肉 营养 保质期 膳食 鸡蛋 蛋 饮食 厨房 酒 白酒 酿造 酿酒 发酵 food nutrition egg diet kitchen liquor baijiu brewing fermentation board",
    occasion: "",
    glyphs: &[
        r#"<path class="q" d="M-14-16q-8-8 0-16t0-14M2-16q-8-8 0-16t0-14M18-16q-8-8 0-16t0-14"/><path class="m" d="M-46-4H46C46 20 32 34 16 40V46H-16V40C-32 34-46 20-46-4Z"/><path class="u" d="M-30 10C-26 20-20 25-14 28"/>"#,
        r#"<path class="w" d="M0-44C24-44 36-6 36 12A36 34 0 0 1-36 12C-36-6-24-44 0-44Z"/><path class="g" d="M12-40C30-34 36-4 36 12A36 34 0 0 1-8 45C28 36 28-20 12-40Z"/><circle class="k" cx="-6" cy="12" r="14"/>"#,
        r#"<path class="m" d="M-16-48H16V-38H-16Z"/><path class="n" d="M-14-38H14C40-26 42 28 26 46H-26C-42 28-40-26-14-38Z"/><path class="w" d="M0-22 22 4 0 30-22 4Z"/><circle class="k" cy="4" r="9"/>"#,
    ],
    scenes: &[Discs, Dots, Waves, Circles],
};

pub const HEALTH: Motif = Motif {
    name: "health",
    subject: "健康 医 免疫 义诊 疫苗 抗生素 睡眠 生物钟 心理 急救 中医 用药 卫生 生命 老年 health medical vaccine sleep antibiotics medicine clinic body",
    occasion: "义诊",
    glyphs: &[
        r#"<path class="k" d="M0 44C-52 8-46-36-20-36-9-36-2-30 0-22 2-30 9-36 20-36 46-36 52 8 0 44Z"/><path class="u" d="M-34 0H-15L-7-13 3 16 10 0H34"/>"#,
        r#"<circle class="p" cx="-26" cy="26" r="14"/><path class="u" d="M-34 26H-18"/><g transform="rotate(-40)"><path class="k" d="M0-18H-26a18 18 0 0 0 0 36H0Z"/><path class="w" d="M0-18H26a18 18 0 0 1 0 36H0Z"/></g><circle class="n" cx="30" cy="30" r="9"/>"#,
        r#"<path class="m" d="M-14-46H14V-14H46V14H14V46H-14V14H-46V-14H-14Z"/><path class="w" d="M0 20C-24 4-21-14-10-14-5-14-1-12 0-8 1-12 5-14 10-14 21-14 24 4 0 20Z"/>"#,
    ],
    scenes: &[Circles, Discs, Dots, Rays],
};

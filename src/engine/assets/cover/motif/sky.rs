//! Sky, water, earth and weather.

use super::Motif;
use crate::assets::cover::scene::CoverScene::{Circles, Discs, Dots, Hills, Night, Rays, Strata, Waves};

pub const SPACE: Motif = Motif {
    name: "space",
    subject: "天文 星空 星座 月球 月亮 月食 日食 流星 行星 恒星 土星 木星 火星 金星 彗星 银河 宇宙 太空 航天 卫星 火箭 望远镜 天象 \
              astronomy space planet star moon eclipse meteor comet telescope saturn mars jupiter rocket satellite",
    occasion: "",
    glyphs: &[
        r#"<ellipse class="y" rx="48" ry="13" transform="rotate(-20)"/><circle class="n" r="29"/><path class="p" d="M-27-11A29 29 0 0 1 27-11Q0-4-27-11Z"/><path class="h" d="M-25 14A29 29 0 0 0 25 14Q0 20-25 14Z"/><path class="y" transform="rotate(-20)" d="M-48 0a48 13 0 0 0 96 0"/>"#,
        r#"<path class="w" d="M10-42A42 42 0 1 0 42 12 35 35 0 1 1 10-42Z"/><path class="k" d="M26-36 29-27 38-24 29-21 26-12 23-21 14-24 23-27Z"/><circle class="p" cx="-18" cy="8" r="6"/><circle class="p" cx="-4" cy="28" r="4"/>"#,
        r#"<path class="k" d="M-9 22Q0 58 9 22Z"/><path class="n" d="M-12 0-30 30-11 24ZM12 0 30 30 11 24Z"/><path class="w" d="M0-48C17-30 19-4 12 25H-12C-19-4-17-30 0-48Z"/><circle class="n" cy="-10" r="8"/><path class="k" d="M0-48Q9-39 12-29H-12Q-9-39 0-48Z"/>"#,
        r#"<path class="o" d="M-2 10-22 48M-2 10 18 48M-2 10V48"/><g transform="rotate(-32)"><path class="n" d="M-46-7h12V7h-12z"/><path class="m" d="M-36-11H20V11H-36Z"/><path class="p" d="M18-16H44V16H18Z"/></g><path class="k" d="M38-48 40-42 46-40 40-38 38-32 36-38 30-40 36-42Z"/>"#,
    ],
    scenes: &[Night, Night, Circles, Night],
};

pub const WEATHER: Motif = Motif {
    name: "weather",
    subject: "气象 天气 气候 雨 雪 雾 霜 冰 彩虹 台风 雷电 云海 风力 冻雨 高温 寒潮 weather climate rain snow fog rainbow cloud storm meteorological",
    occasion: "",
    glyphs: &[
        r#"<path class="q" d="M-22 22-30 42M-2 22-10 42M18 22 10 42"/><path class="w" d="M-30 14A19 19 0 0 1-28-23 25 25 0 0 1 18-27 21 21 0 0 1 32 14Z"/>"#,
        r#"<circle class="k" cx="14" cy="-14" r="20"/><path class="y" d="M14-48V-41M-10-38-5-33M38-38 33-33M48-14H41M38 10 33 5"/><path class="w" d="M-32 36A16 16 0 0 1-30 5 21 21 0 0 1 8 1 18 18 0 0 1 22 36Z"/>"#,
        r#"<path class="y" d="M-42 26a42 42 0 0 1 84 0"/><path class="q" d="M-33 26a33 33 0 0 1 66 0"/><path class="o" d="M-24 26a24 24 0 0 1 48 0"/><path class="w" d="M-46 40A10 10 0 0 1-44 21 13 13 0 0 1-20 19 11 11 0 0 1-14 40ZM14 40A10 10 0 0 1 16 21 13 13 0 0 1 40 19 11 11 0 0 1 46 40Z"/>"#,
    ],
    scenes: &[Hills, Discs, Waves, Rays],
};

pub const WATER: Motif = Motif {
    name: "water",
    subject: "水 长江 江水 江底 江雾 两江 江河 河流 湖 鱼 水文 水质 水利 湿地 节水 水生 流域 water river lake fish wetland hydrology",
    occasion: "",
    glyphs: &[
        r#"<path class="n" d="M0-48C18-22 33-6 33 14A33 33 0 0 1-33 14C-33-6-18-22 0-48Z"/><path class="u" d="M-19 15A19 19 0 0 0-2 33"/>"#,
        r#"<path class="n" d="M24 0 48-19 41 0 48 19Z"/><path class="m" d="M-46 0C-28-25 8-27 32 0 8 27-28 25-46 0Z"/><path class="u" d="M-14-13Q-5 0-14 13M2-8Q8 0 2 8"/><circle class="w" cx="-28" cy="-4" r="4"/>"#,
        r#"<path class="w" d="M-34-8 0-36 34-8Z"/><path class="m" d="M-50 6H50L36 28H-36Z"/><path class="k" d="M-2-46H2V6H-2Z"/><path class="q" d="M-50 42q12.5-10 25 0t25 0t25 0t25 0"/>"#,
    ],
    scenes: &[Waves, Waves, Circles, Hills],
};

pub const GEOLOGY: Motif = Motif {
    name: "geology",
    subject: "地质 地球 丹霞 喀斯特 岩石 岩 化石 矿 山地 地貌 溶洞 土壤 恐龙 geology earth rock fossil mineral karst cave mountain soil",
    occasion: "",
    glyphs: &[
        r#"<path class="n" d="M-50 42-8-10 6 8 20-16 50 42Z"/><path class="m" d="M-50 42-20-38 22 42Z"/><path class="w" d="M-20-38-31-9-23-14-18-6-12-14-6-11Z"/>"#,
        r#"<path class="n" d="M-22-46H22V46H-22Z"/><path class="k" d="M-22-26Q0-18 22-28V-12Q0-4-22-12Z"/><path class="m" d="M-22 2Q0-6 22 4V16Q0 10-22 18Z"/><path class="p" d="M-22 26Q0 34 22 26V46H-22Z"/>"#,
        r#"<circle class="p" r="42"/><path class="o" d="M2 2c-2-8 10-10 12 0 2 14-20 18-26 2-6-20 14-34 34-26 22 10 22 42-2 52-26 10-52-8-54-32"/><circle class="k" cx="4" cy="3" r="5"/>"#,
    ],
    scenes: &[Strata, Strata, Hills, Discs],
};

pub const QUAKE: Motif = Motif {
    name: "quake",
    subject: "地震 减灾 防灾 抗震 预警 滑坡 泥石流 earthquake seismic landslide disaster",
    occasion: "",
    glyphs: &[
        r#"<circle class="h" r="46"/><circle class="g" r="31"/><path class="o" d="M-50 0H-28L-20-16-10 28 2-40 12 32 20-12 27 0H50"/>"#,
        r#"<circle class="q" r="44"/><circle class="q" r="29"/><circle class="q" r="15"/><circle class="k" r="8"/>"#,
        r#"<path class="q" d="M-46 40Q-23 30 0 40T46 40"/><path class="w" d="M-28-8H28V30H-28Z"/><path class="m" d="M0-40 40-6H-40Z"/><path class="o" d="M4-8-6 6 6 14-2 30"/>"#,
    ],
    scenes: &[Strata, Circles, Strata, Dots],
};

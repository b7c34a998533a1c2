//! The reading of a Han character in its word: from the crate `pinyin`, corrected by a table of words.
//!
//! The crate has one reading for a character, which for some twenty common ones isn't the everyday one (佛 `fu`, 茄
//! `jia`), and for others can't be right everywhere (长 is `chang` in 长江 and `zhang` in 市长). The table holds the words
//! of science outreach and the names of places where the difference shows without tones. It isn't a dictionary: a word
//! is added when it occurs in a title and is read wrong. Tests reject words that change nothing.

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Returns the reading of a single character in ASCII; `None` if it has none.
pub(super) fn character_reading(c: char) -> Option<&'static str> {
    if let Some(reading) = EVERYDAY_BY_CHARACTER.get(&c) {
        return Some(reading);
    }
    match c.to_pinyin()?.plain() {
        "lü" => Some("lv"),
        "nü" => Some("nv"),
        // No syllables `lue` and `nue` without dots exist, so dropping the dots is unambiguous.
        "lüe" => Some("lue"),
        "nüe" => Some("nue"),
        reading => reading.is_ascii().then_some(reading),
    }
}

/// Returns the longest word of the table that the text ends with, and the readings of its characters.
pub(super) fn word_at_end(text: &str) -> Option<(&'static str, &'static [Option<&'static str>])> {
    let words = WORDS_BY_END.get(&text.chars().next_back()?)?;
    words.iter().find(|word| text.ends_with(word.text)).map(|word| (word.text, word.readings.as_slice()))
}

static EVERYDAY_BY_CHARACTER: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    EVERYDAY.iter().flat_map(|&(reading, characters)| characters.chars().map(move |c| (c, reading))).collect()
});

struct Word {
    text: &'static str,
    readings: Vec<Option<&'static str>>,
}

/// The words of the table by their last character, the longest first.
static WORDS_BY_END: LazyLock<HashMap<char, Vec<Word>>> = LazyLock::new(|| {
    let mut by_end: HashMap<char, Vec<Word>> = HashMap::new();
    let plain = AS_USUAL.split_whitespace().map(|word| (word, None));
    let special = IN_WORDS.iter().flat_map(|&(character, reading, words)| {
        words.split_whitespace().map(move |word| (word, Some((character, reading))))
    });
    for (text, row) in plain.chain(special) {
        let Some(end) = text.chars().next_back() else {
            continue;
        };
        let words = by_end.entry(end).or_default();
        // A word with two such characters is in two rows.
        let word = match words.iter().position(|word| word.text == text) {
            Some(known) => words.get_mut(known),
            None => {
                words.push(Word { text, readings: text.chars().map(character_reading).collect() });
                words.last_mut()
            }
        };
        if let (Some(word), Some((character, reading))) = (word, row) {
            for (c, known) in text.chars().zip(&mut word.readings) {
                if c == character {
                    *known = Some(reading);
                }
            }
        }
    }
    for words in by_end.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
    }
    by_end
});

/// Characters whose everyday reading isn't the one the crate puts first.
const EVERYDAY: &[(&str, &str)] = &[
    ("bao", "曝刨"),
    ("bo", "薄泊"),
    ("bu", "卜"),
    ("chang", "长"),
    ("fo", "佛"),
    ("he", "貉"),
    ("hun", "珲"),
    ("jiao", "嚼"),
    ("le", "勒"),
    ("nian", "粘"),
    ("qie", "茄"),
    ("que", "炔"),
    ("si", "似"),
    ("tun", "囤"),
    ("xia", "厦"),
    ("zhai", "翟"),
    ("zhan", "辗"),
    ("zhua", "爪"),
    ("zhuang", "幢"),
    ("zhui", "椎"),
    ("zhuo", "琢"),
    ("zuo", "柞"),
];

/// A character, one of its readings, and the words with that reading.
const IN_WORDS: &[(char, &str, &str)] = &[
    // Places and peoples.
    ('蚌', "beng", "蚌埠"),
    ('堡', "bu", "吴堡 瓦窑堡"),
    ('埔', "bu", "大埔"),
    ('长', "zhang", "长子县"),
    ('重', "chong", "重庆"),
    ('单', "shan", "单县"),
    ('单', "chan", "单于"),
    ('洞', "tong", "洪洞"),
    (
        '都',
        "du",
        "成都 首都 郫都区 新都区 都江堰 都市 都城 新都桥 花都区 迁都 古都 大都会 丰都 \
         于都县 昌都 都匀 都安县 江都区 宜都市 陪都 日本京都 京都大学",
    ),
    ('阿', "e", "东阿 阿胶 阿房宫 阿弥陀"),
    ('番', "pan", "番禺"),
    ('佛', "fu", "仿佛"),
    ('涡', "guo", "涡阳 涡河"),
    ('筠', "jun", "筠连"),
    ('句', "gou", "高句丽"),
    ('会', "kuai", "会稽"),
    ('乐', "lao", "乐亭"),
    ('六', "lu", "六安"),
    ('绿', "lu", "鸭绿江"),
    ('秘', "bi", "秘鲁"),
    ('泌', "bi", "泌阳"),
    ('牟', "mu", "中牟 牟平"),
    ('犍', "qian", "犍为"),
    ('龟', "qiu", "龟兹"),
    ('厦', "sha", "大厦 广厦"),
    ('什', "shi", "什邡 什锦"),
    ('省', "xing", "反省"),
    ('圩', "xu", "圩镇 赶圩"),
    ('浒', "xu", "浒墅关"),
    ('浚', "xun", "浚县"),
    ('铅', "yan", "铅山县"),
    ('荥', "ying", "荥经"),
    ('尉', "yu", "尉犁 尉迟"),
    ('蔚', "yu", "蔚县"),
    ('莘', "xin", "莘庄"),
    ('解', "xie", "解州 浑身解数"),
    ('乐', "yue", "乐清"),
    ('曾', "zeng", "曾国藩 曾侯乙 曾巩 曾祖 曾孙"),
    (
        '藏',
        "zang",
        "西藏 藏族 青藏 川藏 滇藏 援藏 藏羚羊 藏野驴 藏原羚 藏雪鸡 藏马熊 藏獒 藏文 藏语 \
         藏传 藏医 藏医药 藏区 藏历年 藏香 地藏 藏民 藏红花 藏戏 宝藏 三藏 大藏经",
    ),
    ('朝', "zhao", "朝阳产业 朝霞 朝晖 朝夕 朝气 朝露 今朝 有朝一日"),
    ('柏', "bo", "柏林 柏拉图"),
    ('枞', "zong", "枞阳"),
    ('珲', "hui", "瑷珲"),
    ('柞', "zha", "柞水县"),
    // The sky.
    (
        '宿',
        "xiu",
        "星宿 二十八宿 角宿 亢宿 氐宿 房宿 心宿 尾宿 箕宿 斗宿 牛宿 女宿 虚宿 危宿 室宿 \
         壁宿 奎宿 娄宿 胃宿 昴宿 毕宿 觜宿 参宿 井宿 鬼宿 柳宿 张宿 翼宿 轸宿",
    ),
    ('参', "shen", "参宿"),
    ('角', "jue", "角宿"),
    ('伽', "jia", "伽利略 瑜伽"),
    // Plants, animals and medicine.
    ('薄', "bao", "薄片 薄饼 薄板 薄纸"),
    ('参', "shen", "人参 党参 海参 西洋参 丹参 玄参 苦参 沙参 太子参 花旗参 高丽参"),
    ('差', "ci", "参差"),
    ('参', "cen", "参差"),
    ('蛤', "ge", "蛤蜊 文蛤 蛤蚧"),
    ('脯', "fu", "果脯 杏脯 肉脯"),
    ('咖', "ga", "咖喱"),
    ('鹄', "hu", "鸿鹄"),
    ('茄', "jia", "雪茄"),
    ('桔', "jie", "桔梗"),
    ('圈', "juan", "圈养 羊圈 猪圈 牛圈"),
    ('壳', "qiao", "地壳 甲壳 壳斗科 金蝉脱壳"),
    ('莎', "suo", "莎草"),
    ('蔓', "wan", "藤蔓 瓜蔓"),
    ('畜', "xu", "畜牧 畜养 畜产"),
    ('膀', "pang", "膀胱"),
    ('朴', "po", "厚朴"),
    ('爪', "zhao", "鹰爪 爪牙 张牙舞爪"),
    ('术', "zhu", "白术 苍术 莪术"),
    ('仔', "zi", "仔细 仔鱼 仔猪 仔鸡"),
    ('便', "pian", "便宜"),
    ('觉', "jiao", "睡觉 午觉 懒觉 补觉 一觉醒来"),
    ('大', "dai", "大夫"),
    ('泊', "po", "湖泊 水泊 血泊"),
    ('栅', "shan", "光栅 栅极 栅格"),
    ('咽', "ye", "哽咽 呜咽"),
    ('扎', "za", "包扎 捆扎 扎染"),
    // Music.
    (
        '乐',
        "yue",
        "音乐 乐器 乐团 民乐团 乐队 乐曲 乐章 乐谱 乐理 乐坛 乐府 声乐 器乐 弦乐 管乐 \
         奏乐 配乐 礼乐 雅乐 交响乐 打击乐 编钟乐舞",
    ),
    (
        '弹',
        "tan",
        "弹性 弹力 弹簧 弹奏 弹琴 弹唱 弹拨 弹跳 弹射 弹出 弹窗 弹塑性 弹球 弹回 反弹 \
         回弹 动弹 评弹 弹指",
    ),
    // Work, money, learning.
    ('传', "zhuan", "传记 自传 传略 列传 外传 小传 别传 评传 左传 水浒传 白蛇传 正传"),
    (
        '行',
        "hang",
        "银行 行业 市场行情 行列 行家 行距 排行榜 同行评议 同行评审 各行各业 三百六十行 \
         银行行长 内行人 外行人",
    ),
    ('会', "kuai", "会计 财会"),
    (
        '长',
        "zhang",
        "校长 市长 县长 区长 镇长 乡长 村长 省长 州长 局长 院长 部长 处长 科长 会长 馆长 \
         所长 站长 组长 队长 班长 船长 司长 社长 首长 家长 机长 团长 园长 台长 秘书长 \
         董事长 银行行长 理事长 长辈 长老 长者 兄长 生长 成长 增长 助长 滋长 生长期 \
         成长期 增长期 长大 长成 长出 长高 长满 长势",
    ),
    ('校', "jiao", "校对 校正 校准 校验 校勘 校订 校样 校稿 审校 编校"),
    ('率', "shuai", "率领 率先 坦率 表率 草率 轻率 直率 统率 率队"),
    ('角', "jue", "角色 主角 配角 角逐 角斗 旦角 丑角"),
    ('给', "ji", "给予 供给 补给 自给自足 给养 给水管 给水厂 给排水"),
    ('识', "zhi", "博闻强识"),
    ('没', "mo", "淹没 沉没 没收 埋没 没落 出没 吞没 隐没 湮没 覆没 没药 没食子"),
    ('还', "huan", "还原 归还 偿还 返还 退还 还款 生还者 还田 还林 还草 还湖 还乡 还珠 往还"),
    ('差', "chai", "出差 差遣 邮差"),
    ('拓', "ta", "拓片 拓印 拓本"),
    ('模', "mu", "模样 模具 模板 模子"),
    ('轧', "zha", "轧钢 热轧 冷轧 轧制"),
    ('劲', "jing", "强劲 劲敌 劲旅 刚劲 苍劲 劲草 劲松"),
    ('折', "she", "折耗"),
    ('卡', "qia", "关卡 哨卡 卡住"),
    ('巷', "hang", "巷道"),
    ('嚼', "jue", "咀嚼"),
    ('伺', "si", "伺服 伺机 窥伺"),
    ('塞', "se", "堵塞 闭塞 阻塞 栓塞 梗塞 充塞 填塞 搪塞 塞责"),
    ('削', "xiao", "切削 削皮 削铅笔 刀削面"),
    ('剥', "bao", "剥皮 剥壳"),
    ('磅', "pang", "磅礴"),
    ('屏', "bing", "屏息 屏气"),
    ('奇', "ji", "奇数 奇偶"),
    (
        '调',
        "tiao",
        "调节 调整 调解 调和 调控 调试 调理 调配 调剂 调味 调料 调制 调养 调皮 调侃 调停 \
         调光 调温 调色 调音 调频 调幅 调价 调酒 协调 空调 失调 烹调 微调 可调 风调雨顺",
    ),
    (
        '重',
        "chong",
        "重复 重叠 重新 重启 重现 重组 重建 重构 重置 重阳 重生 重逢 重申 重返 重塑 重演 \
         重写 重播 重温 重修 重合 重整 双重 多重 三重 几重 九重",
    ),
    ('着', "zhuo", "着陆 着重 着手 着装 着色 着眼 着落 附着 穿着 执着 沉着 衣着"),
    ('着', "zhao", "着火 着急 着凉 着迷 睡着"),
    ('的', "di", "目的 的确 标的物 无的放矢"),
    (
        '了',
        "liao",
        "了解 了不起 了不得 不得了 简单明了 了结 了然 一目了然 了如指掌 免不了 少不了 \
         受不了 忘不了 大不了",
    ),
    ('称', "chen", "对称 匀称 称职 称心"),
    ('盛', "cheng", "盛水 盛满 盛饭"),
    ('臭', "xiu", "无色无臭 乳臭"),
    ('度', "duo", "揣度 忖度 审时度势"),
    ('恶', "wu", "厌恶 可恶 深恶痛绝"),
    ('否', "pi", "否极泰来"),
    ('龟', "jun", "龟裂"),
    ('贾', "gu", "商贾"),
    ('和', "huo", "暖和 搅和 掺和"),
    ('吓', "he", "恐吓"),
    ('系', "ji", "系鞋带 系领带 系安全带 系好安全带"),
    ('降', "xiang", "投降 降伏 降服 降龙"),
    ('俩', "liang", "伎俩"),
    ('露', "lou", "露馅"),
    ('埋', "man", "埋怨"),
    ('脉', "mo", "含情脉脉"),
    ('呢', "ni", "呢绒 毛呢"),
    ('弄', "long", "里弄"),
    ('蹊', "xi", "蹊径"),
    ('亲', "qing", "亲家"),
    ('似', "shi", "似的"),
    ('提', "di", "提防"),
    ('吁', "yu", "呼吁"),
    ('纤', "qian", "纤夫 拉纤"),
    ('钥', "yue", "锁钥"),
    ('择', "zhai", "择菜"),
    ('琢', "zuo", "琢磨"),
    ('扁', "pian", "扁舟"),
    ('辟', "bi", "复辟 辟邪"),
    ('禅', "shan", "禅让 封禅"),
    ('刹', "cha", "刹那 古刹 宝刹"),
    ('藉', "jie", "慰藉"),
    ('幢', "chuang", "经幢 石幢"),
    ('强', "jiang", "倔强"),
    ('迫', "pai", "迫击炮"),
];

/// Words with usual readings that are listed because a part of them would otherwise match a word above: 学校|正在 is not
/// 学|校正|在.
const AS_USUAL: &str = "\
    长江 长沙 长春 长寿 长征 长城 长安 长宁 长虹 长白 长期 长度 长途 长臂猿 长颈鹿 长尾 长足 长篇 \
    长廊 长跑 长效 长远 长久 长河 长时间 长达 长约 长链 形成长期 \
    学校对 高校对 院校对 正在 正式 正常 正确 准备 验收 订购 \
    解决 解答 解释 解读 解密 解析 解剖 解开 解除 解放 解冻 结果 结构 结论 结合 然后 \
    计划 计算 计量 计时 计入 业务 业余 业绩 旅行家 \
    项目的 栏目的 题目的 节目的 科目的 数目的 夺目的 醒目的 瞩目的 曲目的 确定 确认 \
    参加 参观 参与 参赛 参展 参考 参评 参军 参照 参会 参保 参训 参演 参选 \
    文物 文化 文献 文本 记忆 记者 记录 传播 传统 传承 传说 传感 传递 传染 传输 传授 \
    射程 射击 性能 出口 角度 样本 具有 收到 收获 落地 道路 蒙古都 提供给 原来 差异 \
    安全 安排 安装 先进 领先 乐园 乐享 器材 团圆 团队 队伍 宜居 温暖和 \
    节约 节能 整体 整个 整合 和谐 理论 价值 控制 色彩 试验 试点 \
    陆地 手机 手工 眼前 眼睛 火堆 火箭 装备 宿舍 宿主 宿营 养殖 产品 松柏林 士大夫 有多重 \
    注重新 复杂 复习 组成 组织 建设 建立 建筑 构建 塑造 生态 生活 生命 生产 生物 演示 演练 修复 \
    现场 现代 \
";

#[cfg(test)]
mod tests {
    use super::super::pinyin::pinyin_of;
    use super::super::width::is_han;
    use super::*;
    use std::collections::BTreeSet;

    fn all_words() -> impl Iterator<Item = &'static Word> {
        WORDS_BY_END.values().flatten()
    }

    #[test]
    fn rows_are_well_formed() {
        let mut rows = BTreeSet::new();
        for (character, reading, words) in IN_WORDS {
            assert!(reading.bytes().all(|b| b.is_ascii_lowercase()), "{reading}");
            for word in words.split_whitespace() {
                assert!(word.contains(*character), "{word} has no {character}");
                assert!(word.chars().all(is_han), "{word}");
                assert!(rows.insert((character, word)), "{word} twice for {character}");
            }
        }
        let mut characters = BTreeSet::new();
        for c in EVERYDAY.iter().flat_map(|(_, characters)| characters.chars()) {
            assert!(characters.insert(c), "{c} twice");
        }
    }

    #[test]
    fn everyday_readings_differ_from_the_crate() {
        for (reading, characters) in EVERYDAY {
            for c in characters.chars() {
                assert_ne!(c.to_pinyin().map(|known| known.plain()), Some(*reading), "{c}");
            }
        }
    }

    /// A word of usual readings is needed only if it prevents another match: of a word that it ends in or contains, or
    /// of one whose end is its beginning.
    #[test]
    fn no_word_is_idle() {
        let mut idle = Vec::new();
        for word in all_words() {
            let usual = word.text.chars().map(character_reading).eq(word.readings.iter().copied());
            let in_the_way = all_words().any(|other| {
                other.text != word.text
                    && (word.text.contains(other.text)
                        || word
                            .text
                            .char_indices()
                            .skip(1)
                            .any(|(end, _)| word.text.get(..end).is_some_and(|start| other.text.ends_with(start))))
            });
            if usual && !in_the_way {
                idle.push(word.text);
            }
        }
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn every_word_has_all_its_readings() {
        for word in all_words() {
            assert!(word.readings.iter().all(Option::is_some), "{}", word.text);
        }
    }

    #[test]
    fn dots_of_u() {
        assert_eq!(pinyin_of("吕女略虐"), "lvnvluenue");
        assert_eq!(character_reading('a'), None);
        assert_eq!(character_reading('々'), None);
    }

    #[test]
    fn words_of_science_outreach() {
        let mut tokens = EXPECTED.split_whitespace();
        let mut wrong = Vec::new();
        while let (Some(word), Some(expected)) = (tokens.next(), tokens.next()) {
            let pinyin = pinyin_of(word);
            if pinyin != expected {
                wrong.push(format!("{word}: {pinyin}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    const EXPECTED: &str = "
重庆 chongqing 长江 changjiang 长沙 changsha 音乐 yinyue 快乐 kuaile 银行 yinhang 行业 hangye
会计 kuaiji 重量 zhongliang 叙永 xuyong 合江 hejiang 古蔺 gulin 泸州 luzhou 泸县 luxian
都江堰 dujiangyan 厦门 xiamen 蚌埠 bengbu 六安 luan 台州 taizhou 乐山 leshan 大夫 daifu
朝阳 chaoyang 朝霞 zhaoxia 今朝 jinzhao 参差 cenci 人参 renshen 传记 zhuanji 自传 zizhuan 降落 jiangluo 投降 touxiang
角色 juese 好奇 haoqi 爱好 aihao 调查 diaocha 调节 tiaojie 数学 shuxue 血液 xueye 种子 zhongzi
种植 zhongzhi 干燥 ganzao 干部 ganbu 重复 chongfu 弹性 tanxing 子弹 zidan 藏族 zangzu
收藏 shoucang 校对 jiaodui 学校 xuexiao 星宿 xingxiu 宿舍 sushe 供应 gongying 应急 yingji
处理 chuli 为什么 weishenme 发现 faxian 头发 toufa 还有 haiyou 地质 dizhi 觉得 juede
睡觉 shuijiao 便宜 pianyi 薄荷 bohe 单于 chanyu 中药 zhongyao 成都 chengdu 江阳区 jiangyangqu
龙马潭 longmatan 纳溪 naxi 筠连 junlian 犍为 qianwei 什邡 shifang 荥经 yingjing 长宁 changning
邛崃 qionglai 郫都区 piduqu 珙县 gongxian 汶川 wenchuan 峨眉山 emeishan 西藏 xizang 青藏高原 qingzanggaoyuan
馆藏文物 guancangwenwu 地壳 diqiao 光栅 guangshan 湖泊 hupo 二十八宿 ershibaxiu 参宿四 shenxiusi
着陆器 zhuoluqi 随着陆地 suizheludi 生长期 shengzhangqi 成长 chengzhang 效率 xiaolv 率先 shuaixian
了解 liaojie 为了解决 weilejiejue 学校正在 xuexiaozhengzai 导弹射程 daodanshecheng 遗传记忆 yichuanjiyi
自传播 zichuanbo 提供给 tigonggei 供给 gongji 炔烃 queting 番茄 fanqie 蒙古族 mengguzu 粘土 niantu
曝光 baoguang 颈椎 jingzhui 酵母 jiaomu 蝙蝠 bianfu 鲑鱼 guiyu 铀矿 youkuang 氨基酸 anjisuan
嘌呤 piaoling 荨麻疹 xunmazhen 东莞 dongguan 丽水 lishui 涪陵 fuling 盱眙 xuyi 儋州 danzhou
社会计划 shehuijihua 进行业务 jinxingyewu 周六安排 zhouliuanpai 十六安全 shiliuanquan 面朝阳光 mianchaoyangguang
还原反应 huanyuanfanying 退耕还林 tuigenghuanlin 学生还有 xueshenghaiyou 佛教 fojiao 仿佛 fangfu
项目的目的 xiangmudemudi 证明了 zhengmingle 执行情况 zhixingqingkuang 中国都有 zhongguodouyou
注重新技术 zhuzhongxinjishu 拿着手机 nazheshouji 有了结果 youlejieguo 举行会议 juxinghuiyi 旅行家 lvxingjia
形成长期机制 xingchengchangqijizhi 会长时间 huichangshijian 伽马射线 gamashexian 伽利略 jialilue
";
}

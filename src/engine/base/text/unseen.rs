//! Invisible characters, and radicals that look like ordinary characters: a word with one of them is another word
//! for a program, and the same word for everyone who reads it.
//!
//! They come with text that is copied from a PDF, a web page or a chat. A key, an address and a search term are made of
//! the clean word ([`clean`]); what pages show stays as it was typed, and `kepu check` offers to clean the source.

use std::borrow::Cow;
use std::ops::Range;

/// What stands where it shouldn't.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unseen {
    /// A character without a shape of its own.
    Invisible(char),
    /// A radical of U+2E80 to U+2FD5, with the character that it stands for.
    Radical(char, char),
}

/// The characters of U+2F00 to U+2FD5 as Unicode's compatibility decompositions give them; 户 and 青 in the form that is
/// used in the mainland, since that is what a PDF from there had before it was copied.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢\
    尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火\
    爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿\
    肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹\
    雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of U+2E80 to U+2EF3 that are characters by themselves, each before the character: those with a decomposition, and
/// the simplified ones that PDF files give instead of 长, 门 or 马.
const SUPPLEMENT: &str = "\
    ⺝月⺟母⺠民⺩王⺮竹⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞\
    ⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// Returns the text without what [`find`] finds.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut cleaned = String::new();
    let mut done = 0;
    find(text, |range, unseen| {
        cleaned.push_str(&text[done..range.start]);
        if let Unseen::Radical(_, meant) = unseen {
            cleaned.push(meant);
        }
        done = range.end;
    });
    if done == 0 {
        return Cow::Borrowed(text);
    }
    cleaned.push_str(&text[done..]);
    Cow::Owned(cleaned)
}

/// Calls `found` for each invisible character and each radical of a text, in order. What joins the parts of an emoji, and
/// what shapes letters of scripts that are joined, isn't among them.
pub fn find(text: &str, mut found: impl FnMut(Range<usize>, Unseen)) {
    if text.is_ascii() {
        return;
    }
    // The last character that stays.
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let range = at..at + c.len_utf8();
        if let Some(meant) = unified(c) {
            found(range, Unseen::Radical(c, meant));
            before = Some(meant);
        } else if is_ignorable(c) && !has_use(before, c, chars.peek().map(|(_, next)| *next)) {
            found(range, Unseen::Invisible(c));
        } else {
            before = Some(c);
        }
    }
}

/// Returns whether XML 1.0, and so a drawing, may not hold a character.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Returns the character that a radical stands for.
fn unified(c: char) -> Option<char> {
    match c {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(c as usize - 0x2F00),
        '\u{2E80}'..='\u{2EF3}' => {
            let mut pairs = SUPPLEMENT.chars();
            pairs.by_ref().find(|radical| *radical == c)?;
            pairs.next()
        }
        _ => None,
    }
}

/// Returns whether a character is one of Unicode's Default_Ignorable_Code_Point: without support for it, nothing is shown.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Returns whether an ignorable character changes what is seen here.
fn has_use(before: Option<char>, c: char, next: Option<char>) -> bool {
    let joined = |c: Option<char>| matches!(c, Some('\u{600}'..='\u{1CFF}' | '\u{A800}'..='\u{ABFF}'));
    match c {
        // Variants of a sign: an emoji in colour or not, a key.
        '\u{FE0E}' | '\u{FE0F}' => before.is_some_and(is_pictograph) || next == Some('\u{20E3}'),
        '\u{200D}' if before.is_some_and(|c| is_pictograph(c) || c == '\u{FE0F}') => next.is_some_and(is_pictograph),
        '\u{200C}' | '\u{200D}' => joined(before) && joined(next),
        // The letters of a flag of a part of a country.
        '\u{E0020}'..='\u{E007F}' => before.is_some_and(|c| is_pictograph(c) || matches!(c, '\u{E0020}'..='\u{E007F}')),
        '\u{180B}'..='\u{180F}' => matches!(before, Some('\u{1800}'..='\u{18AF}')),
        _ => false,
    }
}

/// Returns whether a character may be a part of an emoji.
fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{A9}'
            | '\u{AE}'
            | '\u{203C}'
            | '\u{2049}'
            | '\u{2122}'
            | '\u{2139}'
            | '\u{2190}'..='\u{2BFF}'
            | '\u{3030}'
            | '\u{303D}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_removed() {
        for typed in [
            "气\u{200B}象",
            "\u{FEFF}气象",
            "气\u{AD}象",
            "\u{202B}气象\u{202C}",
            "气象\u{200E}",
            "气\u{2060}象",
            "⽓象",
        ] {
            assert_eq!(clean(typed), "气象", "{typed:?}");
        }
        assert_eq!(clean("⽔⽂与⻓江、⻢⾞、⼾⼝"), "水文与长江、马車、户口");
        assert!(matches!(clean("气象 weather"), Cow::Borrowed(_)));
    }

    #[test]
    fn emoji_and_joined_scripts_stay_whole() {
        for whole in
            ["👩\u{200D}🔬", "❤\u{FE0F}", "1\u{FE0F}\u{20E3}", "👍🏽", "🏴\u{E0067}\u{E0062}\u{E007F}", "می\u{200C}خواهم"]
        {
            assert_eq!(clean(whole), whole);
        }
        assert_eq!(clean("👩\u{200D}科学家"), "👩科学家");
    }

    #[test]
    fn every_radical_stands_for_one_character() {
        assert_eq!(KANGXI.chars().count(), 214);
        assert!(SUPPLEMENT.chars().step_by(2).all(|c| matches!(c, '\u{2E80}'..='\u{2EF3}')));
        assert!(SUPPLEMENT.chars().skip(1).step_by(2).all(|c| unified(c).is_none()));
    }

    proptest::proptest! {
        #[test]
        fn clean_text_stays_as_it_is(text in "(\\PC|[\u{200B}-\u{200F}⽔⻓👩a]|\u{FE0F}|\u{200D}){0,20}") {
            let once = clean(&text).into_owned();
            proptest::prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}

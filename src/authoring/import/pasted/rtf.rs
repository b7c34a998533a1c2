//! The pictures of an RTF text, in its order.
//!
//! Word writes each picture twice: as it is, and for old programs as a metafile below `\nonshppict`, which is skipped.

/// The deepest nesting that is followed; no program writes more.
const DEEPEST: usize = 200;

/// Returns the pictures of a text; `None` for one that is neither PNG nor JPEG.
pub fn pictures(rtf: &str) -> Vec<Option<Vec<u8>>> {
    let bytes = rtf.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    // How deep the group is that is skipped.
    let mut passed: Option<usize> = None;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                if passed == Some(depth) {
                    passed = None;
                }
                depth = depth.saturating_sub(1);
            }
            b'\\' => {
                let (word, end) = word(bytes, at + 1);
                match word {
                    b"nonshppict" | b"listpicture" if passed.is_none() => passed = Some(depth),
                    b"pict" if passed.is_none() && depth < DEEPEST => {
                        let (picture, behind) = picture(bytes, end);
                        found.push(picture);
                        at = behind;
                        continue;
                    }
                    _ => {}
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// A control word that begins behind its backslash, and where it ends, with its number.
fn word(bytes: &[u8], start: usize) -> (&[u8], usize) {
    let letters = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 {
        // A sign that is escaped.
        return (b"", (start + 1).min(bytes.len()));
    }
    let end = start + letters;
    let number = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    (&bytes[start..end], end + number)
}

/// Reads a picture's group from behind `\pict` up to the brace that ends it, which is left.
fn picture(bytes: &[u8], start: usize) -> (Option<Vec<u8>>, usize) {
    let (mut at, mut depth) = (start, 0_usize);
    let (mut shown, mut half, mut data) = (false, None, Vec::new());
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' if depth == 0 => break,
            b'}' => depth -= 1,
            b'\\' => {
                let (word, end) = word(bytes, at + 1);
                shown |= depth == 0 && matches!(word, b"pngblip" | b"jpegblip");
                at = end;
                continue;
            }
            byte if depth == 0 => {
                if let Some(digit) = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()) {
                    match half.take() {
                        None => half = Some(digit),
                        Some(high) => data.push((high << 4) | digit),
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    ((shown && !data.is_empty()).then_some(data), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_in_their_order() {
        let text = r"{\rtf1 a{\*\shppict{\pict{\*\picprop{\sp{\sn pib}}}\picw10\pngblip\bliptag-12 89504e47
0d0a}}{\nonshppict{\pict\wmetafile8 0102}} b{\pict\jpegblip\blipupi96{\*\blipuid ff00}ffd8ff}{\pict\emfblip 01}}";
        assert_eq!(pictures(text), [Some(b"\x89PNG\r\n".to_vec()), Some(b"\xff\xd8\xff".to_vec()), None]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in r"([{}\\a0]|\\pict|\\pngblip|\\nonshppict|甲){0,40}") {
            let _ = pictures(&text);
        }
    }
}

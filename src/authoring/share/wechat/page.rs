//! The two files around an article: a page to copy it from, and what goes into the editor's other fields.
//!
//! The page shows the article alone, so that it can be copied by hand where scripts don't run: what else stands on it can't
//! be selected.

use super::{API_AUTHOR, API_TEXT, API_TITLE, Article, DIGEST, TEXT, TITLE, length};
use crate::base::diagnostic::Language;
use crate::base::html::escape;

const STYLE: &str = "body{margin:0;background:#eee;font:16px/1.6 system-ui,sans-serif}\
.bar{position:sticky;top:0;padding:12px 16px;background:#fff;border-bottom:1px solid #ccc;-webkit-user-select:none;user-select:none}\
.bar p{margin:4px 0}.bar button{min-height:44px;padding:0 16px;margin:4px 8px 4px 0;font:inherit}\
#article{max-width:677px;margin:0 auto;padding:20px 16px;background:#fff;box-sizing:border-box;overflow-wrap:break-word}\
#article img{max-width:100%}";

/// Everything is made before a click: a browser lets a page copy in that moment alone. A picture that isn't published yet is
/// shown from the folder, and copied by the address that it will have.
const SCRIPT: &str = "\
const article=document.getElementById('article'),html=article.innerHTML,said=document.getElementById('said');\
const local=JSON.parse(document.getElementById('local').textContent),words=JSON.parse(document.getElementById('words').textContent);\
document.querySelectorAll('button').forEach(button=>{button.hidden=false});\
[...article.querySelectorAll('img')].forEach((image,at)=>{const show=()=>{if(local[at]&&!image.src.endsWith(local[at])){image.src=local[at]}};\
image.addEventListener('error',show);if(image.complete&&!image.naturalWidth){show()}});\
const select=()=>{const range=document.createRange();range.selectNodeContents(article);const chosen=getSelection();chosen.removeAllRanges();chosen.addRange(range)};\
const old=()=>{select();let done=false;const put=event=>{event.clipboardData.setData('text/html',html);event.clipboardData.setData('text/plain',article.innerText);event.preventDefault();done=true};\
document.addEventListener('copy',put,{once:true});try{document.execCommand('copy')}catch{}document.removeEventListener('copy',put);said.textContent=done?words.copied:words.byHand};\
document.getElementById('select').addEventListener('click',()=>{select();said.textContent=words.selected});\
document.getElementById('copy').addEventListener('click',()=>{\
if(!window.ClipboardItem||!navigator.clipboard?.write){old();return}\
navigator.clipboard.write([new ClipboardItem({'text/html':new Blob([html],{type:'text/html'}),'text/plain':new Blob([article.innerText],{type:'text/plain'})})])\
.then(()=>{select();said.textContent=words.copied},old)});";

/// The words of the page around the article.
struct PageWords {
    select: &'static str,
    copy: &'static str,
    how: &'static str,
    after: &'static str,
    copied: &'static str,
    selected: &'static str,
    by_hand: &'static str,
}

fn words(language: Language) -> PageWords {
    match language {
        Language::Chinese => PageWords {
            select: "选中全文",
            copy: "复制",
            how: "点“复制”，到公众号编辑器的正文里粘贴。按钮不起作用时，在下面的正文里点一下，按 Ctrl+A 全选、Ctrl+C 复制。",
            after: "粘贴后先保存，再重新打开看一遍样式和图片；用手机预览，深色模式也看一次。标题、摘要、作者和原文链接在 meta.txt，封面是 cover-235.jpg 和 cover-1x1.jpg。没有带过去的图片在 images 里，按编号插入。",
            copied: "已复制，到编辑器里粘贴",
            selected: "已选中，按 Ctrl+C 复制",
            by_hand: "浏览器不让网页复制；已选中，请按 Ctrl+C",
        },
        Language::English => PageWords {
            select: "Select all",
            copy: "Copy",
            how: "Press “Copy” and paste into the text of the editor. If the button does nothing, click into the text below, press Ctrl+A and Ctrl+C.",
            after: "Save after pasting, and open it again to look at the layout and the pictures; preview it on a phone, once in dark mode. Title, digest, author and the original's address are in meta.txt, the covers are cover-235.jpg and cover-1x1.jpg. Pictures that didn't come along are in images, by their numbers.",
            copied: "Copied: paste it into the editor",
            selected: "Selected: press Ctrl+C",
            by_hand: "The browser doesn't let pages copy; it is selected, press Ctrl+C",
        },
    }
}

/// The page. `shown` has the file of each picture, in the order of the text.
pub fn page(article: &Article, shown: &[String], language: Language) -> String {
    let PageWords { select, copy, how, after, copied, selected, by_hand } = words(language);
    let json = |value: &serde_json::Value| value.to_string().replace('<', "\\u003c");
    let local = json(&serde_json::json!(shown));
    let said = json(&serde_json::json!({"copied": copied, "selected": selected, "byHand": by_hand}));
    let tag = if language == Language::Chinese { "zh-CN" } else { "en" };
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <div class=\"bar\">\n<button type=\"button\" id=\"copy\" hidden>{copy}</button><button type=\"button\" id=\"select\" hidden>{select}</button>\
         <span id=\"said\" role=\"status\"></span>\n<p>{how}</p>\n<p>{after}</p>\n</div>\n\
         <div id=\"article\">{html}</div>\n\
         <script type=\"application/json\" id=\"local\">{local}</script>\n\
         <script type=\"application/json\" id=\"words\">{said}</script>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        title = escape(&article.title),
        html = article.html,
    )
}

/// What goes into the editor's other fields, each with its length and what the editor takes.
pub fn meta(article: &Article, language: Language) -> String {
    let Article { title, digest, author, original, html, .. } = article;
    let count = |text: &str| text.chars().count();
    let (titles, digests, authors, text) = (count(title), count(digest), count(author), length(html));
    match language {
        Language::Chinese => format!(
            "标题（{titles} 字，编辑器最多 {TITLE}，接口最多 {API_TITLE}）\n{title}\n\n\
             摘要（{digests} 字，最多 {DIGEST}）\n{digest}\n\n\
             作者（{authors} 字，接口最多 {API_AUTHOR}）\n{author}\n\n\
             原文链接（阅读原文）\n{original}\n\n\
             正文连同标签 {text} 字：编辑器最多 {TEXT}，接口不到 {API_TEXT}\n\
             封面 cover-235.jpg（900×383）、cover-1x1.jpg（500×500）\n"
        ),
        Language::English => format!(
            "Title ({titles} characters; the editor takes {TITLE}, its API {API_TITLE})\n{title}\n\n\
             Digest ({digests} characters of {DIGEST})\n{digest}\n\n\
             Author ({authors} characters; the API takes {API_AUTHOR})\n{author}\n\n\
             Address of the original\n{original}\n\n\
             The text with its tags has {text} characters: the editor takes {TEXT}, its API less than {API_TEXT}\n\
             Covers: cover-235.jpg (900×383), cover-1x1.jpg (500×500)\n"
        ),
    }
}

//! Pictures from a camera's file to what a page shows, and large files that stay on the disk.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::support::{Counting, TODAY, options, source_path};
use image::{DynamicImage, ImageDecoder, ImageFormat, RgbImage, RgbaImage};
use img_parts::{Bytes, ImageEXIF, ImageICC};
use kepu::base::fingerprint::Fingerprint;
use kepu::base::source::{Content, Fetch, Snapshot, SourceFile};
use kepu::base::url::{OutputPath, Url};
use kepu::build::{Built, Cache, Output, build};

/// A slope of colours, so that no encoder makes a file of nothing of it.
fn pixels(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, ((x * y) % 251) as u8]))
}

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("a picture that can be written");
    bytes.into_inner()
}

/// Exif in the order of Intel: turned by a quarter (6), and at 28°53′ north.
fn exif() -> Bytes {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x8825, 4, 1, 38));
    exif.extend([0; 4]);
    exif.extend(2_u16.to_le_bytes());
    exif.extend(entry(1, 2, 2, u32::from(b'N')));
    exif.extend(entry(2, 5, 3, 68));
    exif.extend([0; 4]);
    for part in [28_u32, 1, 53, 1, 12, 1] {
        exif.extend(part.to_le_bytes());
    }
    exif.into()
}

/// Encoded once, because a profile holds the second in which it was encoded.
static PROFILE: LazyLock<Vec<u8>> =
    LazyLock::new(|| moxcms::ColorProfile::new_display_p3().encode().expect("a profile"));

/// A photograph as a telephone writes it.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let plain = written(pixels(width, height), ImageFormat::Jpeg);
    let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(plain.into()).unwrap();
    jpeg.set_exif(Some(exif()));
    jpeg.set_icc_profile(Some(PROFILE.clone().into()));
    jpeg.encoder().bytes().to_vec()
}

fn site(files: &[(&str, Vec<u8>)]) -> Snapshot {
    let mut snapshot = crate::support::snapshot(&[
        (
            "site.yaml",
            "title: 科普\nbase_url: https://example.org/\ntheme: wide\noutputs: {search: false, feeds: false}\n",
        ),
        (
            "themes/wide/theme.yaml",
            "name: wide\napi: 1\nparent: plain\npictures: {widths: [40, 90], formats: [webp], sizes: 50vw}\n",
        ),
        ("content/things/_collection.yaml", "title: 东西\n"),
        (
            "content/things/a.md",
            "---\ntitle: 甲\n---\n\n前 ![窗外](photo.jpg \"山\") 后\n\n![单独](photo.jpg \"山\")\n",
        ),
    ]);
    crate::support::add_plain_theme(&mut snapshot);
    for (path, bytes) in files {
        snapshot.insert(source_path(path), SourceFile::new(bytes.clone()));
    }
    snapshot
}

fn outputs(built: &Built) -> BTreeMap<String, Arc<[u8]>> {
    let bytes = |content: &Content| content.bytes().expect("bytes");
    built.outputs.iter().map(|(path, output)| (path.to_string(), bytes(&output.content))).collect()
}

fn built(snapshot: &Snapshot) -> BTreeMap<String, Arc<[u8]>> {
    let built = build(snapshot, &options(TODAY), &mut Cache::default());
    assert!(built.diagnostics.is_empty(), "{:?}", crate::support::codes(&built.diagnostics));
    outputs(&built)
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).expect("a picture");
    (image.width(), image.height())
}

#[test]
fn a_photograph_is_turned_and_says_nothing_of_where_it_was_taken() {
    let outputs = built(&site(&[("content/things/photo.jpg", photograph(120, 80))]));
    let pictures: BTreeMap<_, _> =
        outputs.iter().filter(|(path, _)| !path.ends_with(".html") && path.contains("photo")).collect();
    let name = |path: &str| path.rsplit(['-', '/']).next().unwrap().to_owned();
    let sizes: Vec<_> = pictures.iter().map(|(path, bytes)| (name(path), size(bytes))).collect();
    // 120 × 80 on its side is 80 × 120, which is less than 90: its own width stands for that.
    let expected = [("40.jpg", (40, 60)), ("40.webp", (40, 60)), ("80.webp", (80, 120)), ("photo.jpg", (80, 120))];
    assert_eq!(sizes, expected.map(|(name, size)| (name.to_owned(), size)));
    for (path, bytes) in pictures {
        assert!(memchr::memmem::find(bytes, b"Exif").is_none(), "{path} has Exif");
        let mut decoder: Box<dyn ImageDecoder> = match path.ends_with("webp") {
            true => Box::new(image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).unwrap()),
            false => Box::new(image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).unwrap()),
        };
        assert_eq!(decoder.icc_profile().unwrap(), Some(PROFILE.clone()), "{path} keeps its colours");
    }
}

#[test]
fn a_picture_that_needs_no_turning_keeps_its_pixels_to_the_byte() {
    let plain = written(pixels(60, 40), ImageFormat::Jpeg);
    let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(plain.clone().into()).unwrap();
    let mut upright = exif().to_vec();
    upright[18] = 1;
    jpeg.set_exif(Some(upright.into()));
    // Telephones put a second picture behind the first.
    let with_more = [&jpeg.encoder().bytes()[..], b"\xff\xd8\xff\xe1\0\x0fExif\0\0 behind"].concat();
    let outputs = built(&site(&[("content/things/photo.jpg", with_more)]));
    assert_eq!(&*outputs["things/photo.jpg"], &plain[..]);
}

#[test]
fn a_page_offers_every_width_in_every_format() {
    let outputs = built(&site(&[("content/things/photo.jpg", written(pixels(100, 50), ImageFormat::Jpeg))]));
    let page = String::from_utf8_lossy(&outputs["things/a/index.html"]).into_owned();
    let number = |path: &str| path.split('.').nth(1).unwrap().split('-').next().unwrap().to_owned();
    let hash = number(outputs.keys().find(|path| path.starts_with("pictures/")).unwrap());
    let expected = format!(
        "<picture><source type=\"image/webp\" srcset=\"/pictures/photo.{hash}-40.webp 40w, /pictures/photo.{hash}-90.webp 90w\" sizes=\"50vw\">\
         <img src=\"/pictures/photo.{hash}-90.jpg\" alt=\"窗外\" title=\"山\" loading=\"lazy\" decoding=\"async\" \
         srcset=\"/pictures/photo.{hash}-40.jpg 40w, /pictures/photo.{hash}-90.jpg 90w\" sizes=\"50vw\" width=\"100\" height=\"50\" class=\"t"
    );
    assert!(page.contains(&expected), "{expected}\nin\n{page}");
    // The second has a caption instead of a title.
    assert!(page.contains("<figure><picture>") && page.contains("</picture><figcaption>山</figcaption>"), "{page}");
    for address in page.split('"').flat_map(|part| part.split(", ")).filter(|part| part.starts_with("/pictures/")) {
        let path = address.trim_start_matches('/').split(' ').next().unwrap();
        assert!(outputs.contains_key(path), "{path} isn't made");
    }
}

#[test]
fn what_moves_or_shines_through_is_left_as_it_is() {
    let mut gif = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
        for shade in [0, 200] {
            encoder
                .encode_frame(image::Frame::new(RgbaImage::from_pixel(99, 60, image::Rgba([shade, 9, 9, 255]))))
                .unwrap();
        }
    }
    let glass = written(RgbaImage::from_pixel(99, 60, image::Rgba([9, 200, 9, 100])), ImageFormat::Png);
    let text = "---\ntitle: 甲\n---\n\n![动](move.gif)\n\n![透](glass.png)\n".as_bytes().to_vec();
    let snapshot = site(&[
        ("content/things/a.md", text),
        ("content/things/move.gif", gif.clone()),
        ("content/things/glass.png", glass),
    ]);
    let outputs = built(&snapshot);
    assert_eq!(&*outputs["things/move.gif"], &gif[..]);
    let page = String::from_utf8_lossy(&outputs["things/a/index.html"]).into_owned();
    assert!(page.contains("<p><img src=\"/things/move.gif\" alt=\"动\" loading=\"lazy\" decoding=\"async\" width=\"99\" height=\"60\">"), "{page}");
    let (path, webp) = outputs.iter().find(|(path, _)| path.ends_with("-40.webp")).unwrap();
    assert!(image::load_from_memory(webp).unwrap().color().has_alpha(), "{path}");
}

#[test]
fn scripts_in_drawings_are_not_published_and_harmless_drawings_are_as_they_were_written() {
    let harmless = b"<svg xmlns='http://www.w3.org/2000/svg'><!-- \xe6\x98\xa5 --><circle r='3'/></svg>".to_vec();
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>run()</script><circle r='3'/></svg>".to_vec();
    let snapshot = site(&[
        ("content/things/a.md", "---\ntitle: 甲\n---\n![一](harmless.svg) ![二](script.svg)\n".as_bytes().to_vec()),
        ("content/things/harmless.svg", harmless.clone()),
        ("content/things/script.svg", script),
    ]);
    let built = build(&snapshot, &options(TODAY), &mut Cache::default());
    assert_eq!(crate::support::codes(&built.diagnostics), ["W0204"]);
    let outputs = outputs(&built);
    assert_eq!(&*outputs["things/harmless.svg"], &harmless[..]);
    let cleaned = String::from_utf8_lossy(&outputs["things/script.svg"]).into_owned();
    assert!(cleaned.contains("circle") && !cleaned.contains("run"), "{cleaned}");
}

#[test]
fn a_second_build_makes_no_picture_and_the_same_pages() {
    let shelf = Arc::new(Counting::default());
    let snapshot = site(&[("content/things/photo.jpg", photograph(120, 80))]);
    let mut first = Cache::none().with_shelf(shelf.clone(), None);
    let made = outputs(&build(&snapshot, &options(TODAY), &mut first));
    let count = shelf.count();
    assert_eq!(count, 4, "the whole one, which has to be turned, and three smaller ones");
    let mut second = Cache::none().with_shelf(shelf.clone(), first.pictures().as_deref());
    assert_eq!(second.pictures(), first.pictures(), "what is known of pictures can be read again");
    assert_eq!(outputs(&build(&snapshot, &options(TODAY), &mut second)), made);
    assert_eq!(shelf.count(), count);
    assert_eq!(built(&snapshot), made, "with a shelf and without");
}

/// A file that isn't held in memory.
fn large(fill: u8) -> Vec<u8> {
    vec![fill; 100_000]
}

#[test]
fn a_large_file_is_read_again_when_it_changes_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    crate::support::put(root, &[("site.yaml", "title: 科普\nbase_url: https://example.org/\n")]);
    crate::support::put_bytes(root, "static/report.pdf", &large(1));
    // A stamp is believed a moment after the file was written.
    std::thread::sleep(Duration::from_millis(60));
    let read = || kepu::io::disk::read(root).value.get(&source_path("static/report.pdf")).unwrap().clone();
    let first = read();
    assert!(first.held().is_empty(), "it stays on the disk");
    assert_eq!(&*first.bytes().unwrap(), &large(1)[..]);
    let noted = fs::read_to_string(root.join(".kepu-cache/read.json")).unwrap();
    assert!(noted.contains("static/report.pdf") && noted.contains(&first.fingerprint.to_string()), "{noted}");
    // What was noted is what is believed as long as the stamp is the same.
    let other = noted.replace(&first.fingerprint.to_string(), &"0".repeat(32));
    fs::write(root.join(".kepu-cache/read.json"), other).unwrap();
    assert_eq!(read().fingerprint.to_string(), "0".repeat(32));
    crate::support::put_bytes(root, "static/report.pdf", &large(2));
    let second = read();
    assert_eq!(&*second.bytes().unwrap(), &large(2)[..]);
    assert!(first.bytes().is_err(), "nobody is given other bytes than were asked for");
}

#[test]
fn a_large_output_that_somebody_changed_is_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let out = root.join("public");
    crate::support::put(root, &[("site.yaml", "title: 科普\nbase_url: https://example.org/\n")]);
    crate::support::put_bytes(root, "static/report.pdf", &large(1));
    let write = || {
        let snapshot = kepu::io::disk::read(root).value;
        let built = build(&snapshot, &options(TODAY), &mut Cache::none());
        let inputs = snapshot.fingerprint();
        let known = kepu::io::disk::unchanged(root, &out, inputs, options(TODAY).now).is_some();
        let origin = kepu::io::disk::BuildOrigin {
            inputs,
            day: built.day.clone(),
            pages: built.pages,
            next_change: built.next_change,
        };
        (known, kepu::io::disk::write(root, &out, &built.outputs, Some(origin)).expect("an output folder").0)
    };
    let all = write().1.written;
    assert_eq!(write(), (true, kepu::io::disk::WriteCounts { unchanged: all, ..Default::default() }));
    fs::write(out.join("report.pdf"), large(3)).unwrap();
    let (known, written) = write();
    assert!(!known);
    assert_eq!((written.written, written.unchanged), (1, all - 1));
    assert_eq!(fs::read(out.join("report.pdf")).unwrap(), large(1));
}

/// A large file that counts how often it is read.
#[derive(Default)]
struct Read(AtomicUsize);

impl Fetch for Read {
    fn identity(&self) -> Fingerprint {
        Fingerprint::of_bytes(&large(1))
    }

    fn fetch(&self) -> std::io::Result<Arc<[u8]>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(large(1).into())
    }
}

#[test]
fn a_large_output_is_read_once_however_its_folder_is_called() {
    let root = tempfile::tempdir().unwrap();
    crate::support::put(root.path(), &[("site.yaml", "title: 科普\nbase_url: https://example.org/\n")]);
    let read = Arc::new(Read::default());
    let (url, content) = (Url::new("/report.pdf"), Content::Elsewhere(read.clone()));
    let outputs = [(OutputPath::new("report.pdf").unwrap(), Output::new(url, content))].into();
    for folder in [root.path().join("public"), root.path().join("./public")] {
        kepu::io::disk::write(root.path(), &folder, &outputs, None).unwrap();
        assert_eq!(read.0.load(Ordering::Relaxed), 1, "written, and known from then on");
    }
}

#[test]
fn a_cover_has_a_card_for_social_networks_and_a_small_one_none() {
    let page = |width: u32, fields: &str| {
        let text = format!("---\ntitle: 甲\nsummary: 一句\n{fields}---\n![山](photo.jpg)\n").into_bytes();
        let photo = written(pixels(width, 300), ImageFormat::Jpeg);
        let mut snapshot = site(&[("content/things/a.md", text), ("content/things/photo.jpg", photo)]);
        let extended = "title: 东西\nextends: article\nfields:\n  date: {type: date, optional: true, label: 日期}\n";
        snapshot.insert(source_path("content/things/_collection.yaml"), SourceFile::new(extended.as_bytes()));
        snapshot.insert(
            source_path("templates/entry/article.html"),
            SourceFile::new(*b"{% if page.image %}{{ page.image.url }} {{ page.image.width }}{% endif %}"),
        );
        let outputs = built(&snapshot);
        let card =
            outputs.iter().find(|(path, _)| path.ends_with("-card.jpg")).map(|(path, bytes)| (path, size(bytes)));
        let page = outputs.iter().find(|(path, _)| path.ends_with("/a/index.html")).map(|(_, bytes)| bytes).unwrap();
        (String::from_utf8_lossy(page).into_owned(), card.map(|(path, size)| (path.clone(), size)))
    };
    let (shown, card) = page(700, "date: 2026-11-01\ncover: photo.jpg\ncover_alt: 山\n");
    let (path, size) = card.expect("a card");
    assert_eq!(size, (1200, 630));
    assert_eq!(shown, format!("https://example.org/{path} 1200"));
    assert_eq!(page(700, "date: 2026-11-01\n"), (String::new(), None));
    assert_eq!(page(400, "date: 2026-11-01\ncover: photo.jpg\ncover_alt: 山\n"), (String::new(), None));
}

//! Other generators' sites: each is brought over whole, and the site builds with it.

use kepu::authoring::import::generator::{Generator, Sources, drafts};
use kepu::authoring::import::{ExistingSite, Fate, Import, Unfit, bring as brought, settle};
use kepu::base::diagnostic::{Language, has_errors};
use kepu::base::source::Snapshot;
use kepu::build::Cache;
use kepu::io::disk;

use crate::support::{
    Site, TODAY, add_plain_theme, clean_build, kepu, options, put, repository, shown, snapshot, tree,
};

/// A site with a column and nothing in it.
fn empty() -> Snapshot {
    let mut site = snapshot(&[
        (
            "site.yaml",
            "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\ntaxonomies:\n  subject:\n    title: 学科\n    closed: true\n    terms: {physics: 物理, life: 生命健康}\n",
        ),
        ("content/column/_collection.yaml", "extends: article\n"),
    ]);
    add_plain_theme(&mut site);
    site
}

struct Brought {
    import: Import,
    told: String,
}

impl Brought {
    fn text(&self, path: &str) -> &str {
        let file = self.import.files.iter().find(|file| file.path.as_str() == path);
        let file = file.unwrap_or_else(|| panic!("{path} isn't among {:#?}\n{}", self.paths(), self.told));
        std::str::from_utf8(&file.bytes).expect("a text")
    }

    fn paths(&self) -> Vec<&str> {
        self.import.files.iter().map(|file| file.path.as_str()).collect()
    }

    fn says(&self, words: &[&str]) {
        for words in words {
            assert!(self.told.contains(words), "{words}\n{}", self.told);
        }
    }
}

/// Brings a site over, builds with it, and does it once more, which changes nothing.
fn bring(name: &str, generator: Generator) -> Brought {
    let folder = repository().join("tests/import/sites").join(name);
    let sources = Sources { files: disk::read_folder(&folder).value, ..Sources::default() };
    let site = empty();
    let options = options(TODAY);
    let kind = (generator, "column");
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options, &mut cache);
    let import = brought(&existing, false, &mut cache, |unfit, cache| drafts(&existing, &sources, kind, unfit, cache));
    let told = shown(&import.diagnostics, &sources.files, Language::Chinese);
    let found = shown(&import.found, &import.over(&site), Language::English);
    assert!(!has_errors(&import.found) && !has_errors(&import.diagnostics), "{told}\n{found}");
    assert!(!told.contains("网站因它无法编译"), "nothing has to be left out for the build's sake:\n{told}");
    let over = import.over(&site);
    assert!(!has_errors(&clean_build(&over, &options).diagnostics));
    let none = Unfit::new();
    let existing = ExistingSite::of(&over, &options, &mut cache);
    let again = settle(drafts(&existing, &sources, kind, &none, &mut cache).drafts, &over, false, &none);
    let changed: Vec<_> =
        again.files.iter().filter(|file| file.fate != Fate::Unchanged).map(|file| &file.path).collect();
    assert!(changed.is_empty(), "{changed:?}");
    Brought { import, told }
}

#[test]
fn a_hexo_site_comes_over() {
    let hexo = bring("hexo", Generator::Hexo);
    let rainbow = "\
---
title: 彩虹为什么在太阳对面
summary: 背对太阳才看得见彩虹。
tags: [光学, 气象, 光]
cover: /images/fog.svg
updated: 2021-06-01
aliases: [/2020/05/18/rainbow/]
date: 2020-05-18 09:30
authors: [科普编辑部]
subject: physics
# mathjax: true
---
雨后背对太阳常能看见彩虹，与[江雾](../fog.md)一样，都是水滴的功劳。

<!-- more -->

![水滴里的光路](bow.svg)

![江上](/images/fog.svg)

{% note info %}
看彩虹要背对太阳。
{% endnote %}

```python
angle = 42
```

文内的 `{% raw %}` 照原样。更多见标签（`/tags/光学/`）和[江雾](../fog.md#雾从哪里来)。
";
    assert_eq!(hexo.text("content/column/2020/rainbow/index.md"), rainbow, "{}", hexo.told);
    let fog = "\
---
title: 江雾
tags: [气象]
aliases: [/2020/05/20/fog/]
date: 2020-05-20
---
## 雾从哪里来

江水比空气暖。回看[彩虹](rainbow/index.md)，[关于本站](../../about.md)。

（缺图：没有这张图 `/images/missing.png`）

也可以看[彩虹的图](/images/fog.svg)和[虹](rainbow/index.md)。

[pic]: /images/fog.svg
[虹]: rainbow.md
";
    assert_eq!(hexo.text("content/column/2020/fog.md"), fog);
    assert!(hexo.text("content/column/2020/earthquake.md").contains("draft: true\n"));
    let paths = [
        "content/about.md",
        "content/column/2020/earthquake.md",
        "content/column/2020/fog.md",
        "content/column/2020/rainbow/bow.svg",
        "content/column/2020/rainbow/index.md",
        "static/images/fog.svg",
    ];
    let mut found = hexo.paths();
    found.sort_unstable();
    assert_eq!(found, paths);
    hexo.says(&[
        "“mathjax”没有对应的字段（1 个文件）\n  --> source/_posts/rainbow.md:11:",
        "“note”没有对应的写法，原样留在正文里（1 处）\n  --> source/_posts/rainbow.md:21:1",
        "“youtube”没有对应的写法",
        "“/tags/光学/”在新网站上没有",
        "“/images/missing.png”在新网站上没有，已改成文字\n --> source/_posts/fog.md:9:1",
        "属于原来的主题或程序，没有导入：source/_data/links.yml",
    ]);
}

#[test]
fn a_hugo_site_comes_over() {
    let hugo = bring("hugo", Generator::Hugo);
    let tea = "\
---
title: 一杯茶里的化学
summary: 颜色从哪里来。
tags: [化学, 茶]
updated: 2021-05-01
aliases: [/2021/04/tea/, /old/tea.html]
date: 2021-04-05 08:00
# math: true
---
![茶叶](leaf.svg \"一片茶叶\")

![山](/img/hill.svg) 见喀斯特（`karst.md`）。

```rust
let tea = 1;
```

{{< bilibili BV1 >}}

写法是 {{< bilibili BV1 >}}。
";
    assert_eq!(hugo.text("content/column/2021/tea/index.md"), tea, "{}", hugo.told);
    let karst = hugo.text("content/column/2021/karst.md");
    assert!(karst.contains("draft: true\n") && karst.contains("{{% notice tip %}}注意安全{{% /notice %}}"), "{karst}");
    assert!(hugo.text("content/column/2021/json.md").contains("title: 声音的速度\ntags: [声学]\n"));
    assert!(hugo.text("content/about.md").contains("[茶](column/2021/tea/index.md)"));
    hugo.says(&[
        "“bilibili”没有对应的写法，原样留在正文里（1 处）\n  --> content/posts/tea/index.md:20:1",
        "“notice”没有对应的写法",
    ]);
}

#[test]
fn a_zola_site_comes_over() {
    let zola = bring("zola", Generator::Zola);
    let meteors = "\
---
title: 象限仪座流星雨
tags: [天文]
updated: 2022-01-05
aliases: [/blog/meteors/]
date: 2022-01-03
# lead: \"凌晨看\"
---
见[星空](stars/index.md)。{{ youtube(id=\"abc\") }}
";
    let meteors = meteors.replace("\"凌晨看\"", "凌晨看");
    assert_eq!(zola.text("content/column/2022/meteors.md"), meteors, "{}", zola.told);
    let stars = zola.text("content/column/2022/stars/index.md");
    assert!(stars.contains("aliases: [/sky/winter/]\n") && stars.contains("summary: 从猎户座看起。\n"), "{stars}");
    assert!(zola.paths().contains(&"content/column/2022/stars/sky.svg") && zola.paths().contains(&"static/logo.svg"));
    zola.says(&["“youtube”没有对应的写法"]);
}

#[test]
fn a_jekyll_site_comes_over() {
    let jekyll = bring("jekyll", Generator::Jekyll);
    let quake = "\
---
title: 防震减灾日
tags: [地震, 应急, safety]
cover: /assets/img/quake.svg
aliases: [/safety/2019/05/12/quake/]
date: 2019-05-12 09:30
# layout: post
---
![震波](/assets/img/quake.svg) 也见预警（`2019-06-01-warning`）。

```ruby
puts 1
```

{% include map.html %}
";
    assert_eq!(jekyll.text("content/column/2019/quake.md"), quake, "{}", jekyll.told);
    let warning = jekyll.text("content/column/2019/warning.md");
    assert!(warning.contains("draft: true\n") && warning.contains("![震波](/assets/img/quake.svg)"), "{warning}");
    assert!(jekyll.text("content/about.md").contains("aliases: [/about-us/]\n"));
    jekyll.says(&["“include”没有对应的写法", "README.md"]);
}

#[test]
fn a_vuepress_site_comes_over() {
    let vue = bring("vuepress", Generator::Vue);
    let water = "\
---
title: 自来水从哪里来
aliases: [/guide/2023-03-01-water.html]
date: 2023-03-01
---
> [!TIP]
> **小提示**
>
> 先沉淀，再过滤。


![地图](/guide/map.svg) ![英雄](/hero.svg) 见[检测](test.md)。

<WaterMap/> 水价 {{ $page.price }}，[[toc]]
";
    assert_eq!(vue.text("content/column/2023/water.md"), water, "{}", vue.told);
    assert!(vue.text("content/column/2023/test.md").contains("回[自来水](water.md)。"));
    vue.says(&[
        "“WaterMap”没有对应的写法，原样留在正文里（1 处）\n --> docs/guide/2023-03-01-water.md:9:1",
        "“toc”没有对应的写法",
    ]);
}

#[test]
fn a_wordpress_export_comes_over() {
    let wordpress = bring("wordpress", Generator::WordPress);
    let fish = "\
---
title: 长江里的鱼 & 虾
summary: 认识江里的鱼。
tags: [长江]
cover: /wp-content/uploads/2021/05/river.png
updated: 2021-05-22
aliases: [/2021/05/fish/]
date: 2021-05-20 08:30
authors: [科普编辑部]
subject: life
---
江里有**一百多种**鱼，见[虾](xia.md)。

![江面](/wp-content/uploads/2021/05/river.png)

- 鲤鱼
- 鲫鱼

[contact-form to=\"a\"]

<iframe src=\"https://video.example.org/1\"></iframe>
";
    assert_eq!(wordpress.text("content/column/2021/fish.md"), fish, "{}", wordpress.told);
    let shrimp = wordpress.text("content/column/2021/xia.md");
    assert!(
        shrimp.contains(
            "第一段，  \n还是第一段。\n\n第二段。![虾](https://kepu.example.org/wp-content/uploads/2021/06/gone.jpg)"
        ),
        "{shrimp}"
    );
    assert!(wordpress.text("content/column/2021/mei-xie-wan.md").contains("draft: true\n"));
    assert!(wordpress.text("content/about-us.md").contains("编辑部。"));
    wordpress.says(&[
        "“contact-form”没有对应的写法",
        "1 条读者评论",
        "图片仍在原来的网站上：https://kepu.example.org/wp-content/uploads/2021/06/gone.jpg",
    ]);
}

#[test]
fn what_does_not_fit_takes_nothing_else_with_it() {
    let mut site = empty();
    // A page of the site has the address of the old one, and another that of a post.
    let taken = snapshot(&[
        ("content/pages/about.md", "---\ntitle: 关于本站\n---\n"),
        ("content/pages/_collection.yaml", "extends: page\nurl: /{slug}/\n"),
        ("content/special/x.md", "---\ntitle: 占位\n---\n"),
        ("content/special/_collection.yaml", "url: /column/2020/05/fog/\n"),
    ]);
    taken.iter().for_each(|(path, file)| site.insert(path.clone(), file.clone()));
    let files = disk::read_folder(&repository().join("tests/import/sites/hexo")).value;
    let sources = Sources { files, ..Sources::default() };
    let options = options(TODAY);
    let kind = (Generator::Hexo, "column");
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options, &mut cache);
    let import = brought(&existing, false, &mut cache, |unfit, cache| drafts(&existing, &sources, kind, unfit, cache));
    let told = shown(&import.diagnostics, &sources.files, Language::Chinese);
    let brought = Brought { import, told };
    assert!(!has_errors(&brought.import.found));
    brought.says(&[
        "网站因它无法编译：两处内容都要用网址 /column/2020/05/fog/",
        "旧网址 /about/ 无法保留：网站里已有这个网址",
    ]);
    assert!(brought.text("content/about-2.md").contains("title: 关于\n"));
    assert!(brought.text("content/column/2020/rainbow/index.md").contains("与江雾（`fog`）一样"), "{}", brought.told);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    /// Whatever stands in a text, it comes over or is told of, and the site builds.
    #[test]
    fn no_text_breaks_a_site(
        text in "(\\[a\\]\\(/x/\\)|!\\[\\]\\(y.png\\)|\\{% ?(raw|endraw|asset_img b.png|x) ?%\\}|\\{\\{[<%]? figure src=\"a\" [>%]?\\}\\}|::: tip|:::|\\[\\[toc\\]\\]|<A/>|```|`|\\[c\\]: /d|\\[c\\]|[\\n 彩。#>*\\[\\]()<{}%-]){0,30}"
    ) {
        let site = empty();
        let options = options(TODAY);
        let post = format!("---\ntitle: 甲\ndate: 2020-01-02\n---\n{text}\n");
        let item = "<title>甲</title><wp:post_date>2020-01-02 00:00:00</wp:post_date><wp:post_name>a</wp:post_name>\
                    <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>";
        let export = format!(
            "<rss><channel><wp:wxr_version>1.2</wp:wxr_version><item>{item}<content:encoded><![CDATA[{}]]></content:encoded></item></channel></rss>",
            text.replace("]]>", "")
        );
        for (generator, path, file) in [
            (Generator::Hexo, "source/_posts/a.md", &post),
            (Generator::Hugo, "content/posts/a.md", &post),
            (Generator::Zola, "content/posts/a.md", &post),
            (Generator::Jekyll, "_posts/2020-01-02-a.md", &post),
            (Generator::Vue, "a/2020-01-02-a.md", &post),
            (Generator::WordPress, "a.xml", &export),
        ] {
            let sources = Sources { files: snapshot(&[(path, file)]), ..Sources::default() };
            let kind = (generator, "column");
            let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options, &mut cache);
    let import = brought(&existing, false, &mut cache, |unfit, cache| drafts(&existing, &sources, kind, unfit, cache));
            let told = shown(&import.diagnostics, &sources.files, Language::English);
            proptest::prop_assert!(!has_errors(&import.found));
            proptest::prop_assert_eq!(import.count(Fate::Made), 1, "{:?} {}", generator, told);
        }
    }
}

#[test]
fn a_text_without_a_date_takes_it_from_git() {
    let site = Site::small();
    put(site.root(), &[("old/guide/water.md", "# 水\n\n从江里来。\n"), ("old/.vitepress/config.js", "")]);
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
        command.current_dir(site.root().join("old")).env("GIT_AUTHOR_DATE", "2019-03-04T09:00:00+08:00");
        command.output().is_ok_and(|output| output.status.success())
    };
    if !(git(&["init", "-q"]) && git(&["add", "."]) && git(&["commit", "-qm", "a"])) {
        // Without git there is no date to take.
        return;
    }
    let imported = kepu(site.root(), &["import", "vuepress", "old", "--into", "column", "--today", TODAY]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let text = String::from_utf8_lossy(&tree(site.root())["content/column/2019/water.md"]).into_owned();
    let expected = "---\ntitle: 水\naliases: [/guide/water.html]\ndate: 2019-03-04\n---\n从江里来。\n";
    assert_eq!(text, expected);
}

#[test]
fn an_entry_that_was_edited_is_kept() {
    let site = Site::small();
    put(
        site.root(),
        &[
            ("old/_config.yml", "permalink: :title/\n"),
            ("old/source/_posts/star.md", "---\ntitle: 星\ndate: 2020-01-02\n---\n旧文。\n"),
            ("old/source/_posts/untitled.md", "没有标题也没有日期。\n"),
        ],
    );
    let import = ["import", "hexo", "old", "--into", "column", "--today", TODAY];
    let first = kepu(site.root(), &import);
    // One text was left out, so not all of it is done.
    assert_eq!(first.code, 1, "{}", first.stderr);
    assert!(
        first.stderr.contains("没有导入：没有日期：文首信息、文件名和 git 里都没有")
            && first.stdout.contains("没有导入 1 条"),
        "{}",
        first.stderr
    );
    site.put("content/column/2020/star.md", "---\ntitle: 星\ndate: 2020-01-02\n---\n新文。\n");
    let second = kepu(site.root(), &import);
    assert!(second.code == 1 && second.stderr.contains("提醒[W1007]"), "{}", second.stderr);
    assert!(String::from_utf8_lossy(&tree(site.root())["content/column/2020/star.md"]).contains("新文"));
    let third = kepu(site.root(), &[&import[..], &["--force"]].concat());
    assert_eq!(third.code, 1);
    assert!(String::from_utf8_lossy(&tree(site.root())["content/column/2020/star.md"]).contains("旧文"));
    let wrong = kepu(site.root(), &["import", "hugo", "old", "--into", "column"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("E1005"), "{}", wrong.stderr);
    assert_eq!(kepu(site.root(), &["import", "hexo", "old", "--into", "column", "--datum", "gcj02"]).code, 2);
}

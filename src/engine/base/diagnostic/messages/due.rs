//! 09: findings about deadlines: stale columns, targets, details to confirm, duties of government sites.

super::messages! {
    W0901 column_stale(title: &str, latest: &str, limit: u32) {
        title: "栏目久未更新", "stale column";
        message: "栏目“{title}”最近一次更新是 {latest}，超过了 {limit} 天", "`{title}` was last updated on {latest}, more than {limit} days ago";
        help: "发布新的内容；栏目不必更新得这样勤，就把 _collection.yaml 的 max_age 改大", "publish something new; set a longer `max_age` in _collection.yaml if the column needn't be updated so often";
        explain: "每个栏目在 _collection.yaml 里用 max_age 写明多少天内应有更新。算作更新的有：发布日期、更新日期、核实日期，以及已经举行和将要举行的活动。检查网站时，久未更新的栏目要扣分。", "A column's `max_age` in _collection.yaml is the most days between updates. Dates of publication, update and confirmation count, and past and upcoming events. Inspections penalise stale columns.";
    }
    W0902 entry_undated(title: &str) {
        title: "内容没有日期", "entry without a date";
        message: "“{title}”没有日期，检查时视为没有更新", "`{title}` has no date; an inspection counts it as never updated";
        help: "补上日期", "add a date";
        explain: "有时限（max_age）的栏目里，没有日期的内容一律视为没有更新。文章的日期是 date，基地等地点的是信息核实日期 verified_on，都可以另写更新日期 updated。基地没有核实日期、site.yaml 又设了 check.verified_within 的，只报告 W0911。", "In a column with `max_age`, an entry without a date counts as never updated. The date of an article is `date`, that of a base or another place `verified_on`, and any entry may have `updated`. Where `check.verified_within` is set in site.yaml, a place without a date of confirmation is reported as W0911 alone.";
    }
    W0903 months_without(title: &str, months: &str) {
        title: "有的月份没有发布", "months without an entry";
        message: "栏目“{title}”这些月份没有发布：{months}", "nothing was published in `{title}` in {months}";
        help: "今后每月发布；空缺属实，就把 _collection.yaml 的 max_age 改成 31 天以上", "publish every month from now on; set a `max_age` of more than 31 days if the column isn't a monthly one";
        explain: "max_age 不超过 31 天的栏目应当月月有内容。从第一条内容的月份查到上个月；本月还没有过完，不算。", "A column with a `max_age` of 31 days or less should have an entry every month. Months are counted from that of the first entry to the last complete one.";
    }
    W0905 target_behind(title: &str, subject: &str, zh: &str, en: &str) {
        title: "目标进度落后", "behind a target";
        message: "“{subject}”落后于目标“{title}”：{zh}", "`{subject}` is behind the target “{title}”: {en}";
        help: "安排并登记活动或内容；目标定高了就改 site.yaml 的 targets", "plan and enter the missing events or entries; change `targets` in site.yaml if the target is too high";
        explain: "site.yaml 的 targets 写明每年、每季度或每月要做多少。到检查的那一天，已完成的少于按日期折算应完成的，而且加上已经登记的计划也不够，就是落后。取消的活动不算，延期待定的在举行以前不算。", "`targets` in site.yaml sets how much is to be done every year, quarter or month. A subject is behind if it has done less than pro rata by the day, and planned events don't make up for it. Cancelled events don't count; postponed ones count when they have taken place.";
    }
    W0906 target_missed(title: &str, subject: &str, periods: &str) {
        title: "目标没有达到", "a target was missed";
        message: "“{subject}”没有达到目标“{title}”：{periods}", "`{subject}` missed the target “{title}” in {periods}";
        help: "补登漏记的活动或内容；目标定高了就改 site.yaml 的 targets", "enter events or entries that were forgotten; change `targets` in site.yaml if the target is too high";
        explain: "今年已经过完的月份或季度里，没有做到 site.yaml 的 targets 要求的数量。", "In past months or quarters of this year, less was done than `targets` in site.yaml requires.";
    }
    W0910 unverified_for_long(title: &str, date: &str, limit: &str) {
        title: "信息久未核实", "details not confirmed recently";
        message: "“{title}”的信息上次核实是 {date}，超过了 {limit}", "the details of `{title}` were last confirmed on {date}, more than {limit} ago";
        help: "向对方核实地址、电话、开放时间和票价，然后改 verified_on", "confirm address, telephone, opening hours and prices, then set `verified_on`";
        explain: "site.yaml 的 check.verified_within 写明信息多久要核实一次。", "`check.verified_within` in site.yaml sets how often details must be confirmed.";
    }
    W0911 never_verified(title: &str) {
        title: "信息从未核实", "details never confirmed";
        message: "“{title}”没有写信息核实日期", "`{title}` has no date of confirmation";
        help: "核实后写上 verified_on", "confirm them and set `verified_on`";
        explain: "site.yaml 设了 check.verified_within，每个地点就要写明信息是哪一天核实的。", "As `check.verified_within` is set in site.yaml, every place must say when its details were confirmed.";
    }
    W0912 accreditation_expired(title: &str, date: &str) {
        title: "命名认定已过期", "expired accreditation";
        message: "“{title}”已于 {date} 到期", "`{title}` expired on {date}";
        help: "续期后改 valid_to；没有续期就删去这一条", "set `valid_to` when it is renewed, or remove it";
        explain: "页面上仍然写着这项命名，而它的有效期（valid_to）已过。", "The page still shows the accreditation, but its last day (`valid_to`) is past.";
    }
    W0913 accreditation_expiring(title: &str, date: &str) {
        title: "命名认定快到期", "accreditation about to expire";
        message: "“{title}”将于 {date} 到期", "`{title}` expires on {date}";
        help: "准备续期；提前多久提醒，由 site.yaml 的 check.expiring_within 决定", "renew it; `check.expiring_within` in site.yaml sets how early this warning appears";
        explain: "有效期（valid_to）在 site.yaml 的 check.expiring_within 之内结束。", "Its last day (`valid_to`) is within `check.expiring_within` of site.yaml.";
    }
    W0914 results_missing(title: &str, ended: &str, limit: &str) {
        title: "活动结束后没有成效", "event without results";
        message: "“{title}”已于 {ended} 结束，过了 {limit} 还没有成效数据", "`{title}` ended on {ended}, and has no results after {limit}";
        help: "补上 figures（人次、份数等）或 results_note；活动没有举行就把 status 改成 cancelled", "add `figures` (attendances, leaflets) or a `results_note`; set `status: cancelled` if it didn't take place";
        explain: "年度总结和统计都从活动的成效数据汇总。上一年和今年结束的活动，过了 site.yaml 的 check.results_within 就应有数据。有下级活动的由下级活动来写；取消和延期待定的不算。", "The annual report sums the figures of events. Events that ended this year or last year should have figures after `check.results_within` of site.yaml. Events with parts have them in their parts; cancelled and postponed events are skipped.";
    }
    W0915 holidays_unknown(year: i16) {
        title: "缺少节假日表", "year without holidays";
        message: "没有 {year} 年的节假日表，活动和开放时间无法按节假日显示", "the holidays of {year} aren't known, so events and opening hours ignore them";
        help: "国务院办公厅的通知公布后，把它写进 holidays.yaml，或换用新版的程序", "add them to holidays.yaml when they are announced, or use a newer version of the program";
        explain: "程序自带已经公布的年份，其他年份由网站的 holidays.yaml 补充。通知一般在上一年十一月公布，所以从十二月起检查下一年。", "The program contains the announced years, and the site's holidays.yaml adds others. They are usually announced in November of the previous year, so the next year is checked from December on.";
    }
    W0930 footer_item_missing(zh: &str, en: &str, key: &str) {
        title: "页脚缺少应有的内容", "missing item in the footer";
        message: "页脚没有{zh}", "the footer has no {en}";
        help: "在 site.yaml 里写上 {key}", "set `{key}` in site.yaml";
        explain: "政府网站的页脚应有主办单位、联系方式、网站标识码、ICP 备案号、公安机关备案号、网站地图、隐私声明和无障碍声明（政府网站发展指引，国办发〔2017〕47号）。site.yaml 里有 government 的网站才检查。", "The footer of a government site has its operator, a contact, the site's identification code, the ICP and the public security registration, and links to a sitemap, the privacy and the accessibility statement (国办发〔2017〕47号). Only sites with `government` in site.yaml are checked.";
    }
    W0931 page_tag_missing(tag: &str, pages: usize, example: &str) {
        title: "网页缺少标签", "pages without a tag";
        message: "{pages} 个网页没有标签 {tag}，例如 {example}", "{pages} pages have no tag {tag}, such as {example}";
        help: "site.yaml 已写明的，由主题的模板输出 page.meta；文章的 ContentSource 取 source 或 organisation", "templates of the theme must print `page.meta`; ContentSource is an entry's `source`, or `organisation` of site.yaml";
        explain: "政府网站的每个网页应有 SiteName、SiteDomain、SiteIDCode，栏目页和文章页应有 ColumnName、ColumnDescription、ColumnKeywords、ColumnType，文章页应有 ArticleTitle、PubDate、ContentSource（国办发〔2017〕47号）。标签的名称区分大小写，内容不能为空。", "Every page of a government site has SiteName, SiteDomain and SiteIDCode; pages of columns ColumnName, ColumnDescription, ColumnKeywords and ColumnType; articles ArticleTitle, PubDate and ContentSource (国办发〔2017〕47号). The names are case-sensitive, and none may be empty.";
    }
    W0932 footer_item_not_shown(zh: &str, en: &str, pages: usize, example: &str) {
        title: "网页没有显示页脚内容", "pages without an item in the footer";
        message: "{pages} 个网页没有显示{zh}，例如 {example}", "{pages} pages don't show the {en}, such as {example}";
        help: "site.yaml 里已经写了；请在主题或 templates/ 的页脚里输出 site.footer 和 site.government", "site.yaml has it; print `site.footer` and `site.government` in the footer of the theme or of templates/";
        explain: "site.yaml 写了，主题却没有在每个网页上显示。", "It is set in site.yaml, but the theme doesn't show it on every page.";
    }
    W0933 domain_differs(domain: &str, host: &str) {
        title: "网站域名不一致", "two domains for one site";
        message: "government.site_domain 是 {domain}，base_url 的域名却是 {host}", "`government.site_domain` is {domain}, but `base_url` is at {host}";
        help: "改成同一个", "make them the same";
        explain: "标签 SiteDomain 应是网站对外的域名。", "The tag SiteDomain must be the site's public domain.";
    }
    W0934 no_search() {
        title: "网站没有搜索", "no site search";
        message: "政府网站应有站内搜索，outputs.search 却关掉了", "a government site must have a search, but `outputs.search` is off";
        help: "删去 outputs.search: false", "remove `outputs.search: false`";
        explain: "检查网站时，没有站内搜索要扣分。", "Inspections penalise a site without a search.";
    }
}

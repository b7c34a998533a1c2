//! 14: texts that are reviewed before they are published, and their signatures.

super::messages! {
    E1401 review_off() {
        title: "网站没有设审核", "no review";
        message: "site.yaml 没有写 review，没有要审核的内容", "site.yaml has no `review`, so nothing is reviewed";
        help: "在 site.yaml 加上：review: {{collections: [column]}}", "add to site.yaml: review: {{collections: [column]}}";
        explain: "site.yaml 的 review 写明哪些栏目先审后发、分几级。没有这一项，kepu review 无事可做。", "`review` in site.yaml says which collections are reviewed before they are published, and in which stages.";
    }
    E1402 review_of_nothing(name: &str) {
        title: "没有这个要审核的内容", "no such text under review";
        message: "要审核的内容里没有 {name}", "no text under review is called `{name}`";
        help: "写文件的路径，如 content/column/fog.md；kepu review 列出全部", "give the path of its file, such as content/column/fog.md; `kepu review` lists them all";
        explain: "签名按文件：写文件的路径。不在 site.yaml 的 review.collections 里的栏目不审核。", "A signature is for a file. Collections that `review.collections` of site.yaml doesn't name aren't reviewed.";
    }
    E1403 unknown_stage(name: &str, known: &str) {
        title: "没有这一级审核", "no such stage";
        message: "没有“{name}”这一级审核", "there is no stage `{name}`";
        help: "可选：{known}", "choose among: {known}";
        explain: "审核分几级、各叫什么，由 site.yaml 的 review.stages 决定；没有写就是初审、复审、终审。", "`review.stages` in site.yaml names the stages; without it they are first, second and final.";
    }
    E1404 stage_too_early(title: &str, zh: &str, en: &str) {
        title: "上一级还没有通过", "an earlier stage is missing";
        message: "“{title}”还没有通过{zh}", "`{title}` still lacks the {en}";
        help: "按次序审核：先签上一级", "sign the earlier stage first";
        explain: "审核按 site.yaml 的 review.stages 的次序进行，前一级对现在的内容签了名，后一级才能签。内容改过，就从第一级重新签。", "Stages sign in the order of `review.stages`. A stage can sign what the one before it has signed as it is now; a changed text begins again at the first.";
    }
    E1405 signed_by_same(title: &str, by: &str, zh: &str, en: &str) {
        title: "一个人不能签两级", "one person for two stages";
        message: "{by}已经签过“{title}”的{zh}", "{by} has signed `{title}` at the {en}";
        help: "由另一个人签；单位人手少，可以在 site.yaml 设 review.same_person: true", "let another person sign; a small office may set `review.same_person: true` in site.yaml";
        explain: "三审要由三个人做。site.yaml 的 review.same_person 为 true 时，一个人可以签几级。", "Each stage needs another person, unless `review.same_person` of site.yaml is true.";
    }
    E1406 return_without_note() {
        title: "退回没有写意见", "returned without a note";
        message: "退回要写明意见", "a text is returned with a note";
        help: "用 --note 写明要改什么", "say with --note what is to be changed";
        explain: "退回的稿件必须附上意见，作者才知道改什么。", "The author has to know what is to be changed.";
    }
    E1407 text_faulty(title: &str) {
        title: "有错误的内容不能签", "a text with errors";
        message: "“{title}”有错误，现在不能签", "`{title}` has errors and can't be signed";
        help: "先改正 kepu check 报的错误", "mend the errors that `kepu check` reports first";
        explain: "内容有错误时，读者会看到什么还不确定，签了也不算数。", "While a text has errors it isn't certain what readers would see.";
    }
    E1408 nothing_to_sign(title: &str, zh: &str, en: &str) {
        title: "这一级已经签过", "signed already";
        message: "“{title}”的{zh}已经签过，内容没有再改", "`{title}` has been signed at the {en}, and hasn't changed since";
        help: "要收回签名，用 --return 退回", "to take the signature back, use --return";
        explain: "同样的内容，同一级不用签两次。", "The same text needn't be signed twice at one stage.";
    }
    E1409 nameless() {
        title: "没有写签名的人", "a signature without a name";
        message: "没有写是谁签的", "it isn't said who signs";
        help: "用 --by 写姓名", "give the name with --by";
        explain: "签名要写姓名。谁审核、谁签发，谁负责。", "A signature has a name: who signs is responsible.";
    }
    E1410 sheet_failed(zh: &str, en: &str) {
        title: "审稿单没有生成", "no sheet";
        message: "审稿单没有生成：{zh}", "the sheet wasn't made: {en}";
        help: "换一个 --out 的位置再试", "try another place with --out";
        explain: "审稿单是一个 Word 文档。", "The sheet is a Word document.";
    }
    W1401 not_signed(title: &str, zh: &str, en: &str) {
        title: "没有审完，不公开", "not signed, not published";
        message: "“{title}”没有公开：{zh}", "`{title}` isn't published: {en}";
        help: "审核后用 kepu review 签名；不打算发的，写 draft: true", "sign it with `kepu review`; set `draft: true` if it isn't to be published";
        explain: "site.yaml 的 review.collections 里的栏目先审后发：每一级都签了名的内容才公开。签的是内容：读者看到的字段、正文、图片和附件。", "Texts of the collections in `review.collections` are published when every stage has signed them: the fields, the body, the pictures and attachments that readers see.";
    }
    W1402 earlier_version_public(title: &str, zh: &str, en: &str) {
        title: "公开的是上次审定的版本", "the earlier version is public";
        message: "“{title}”改过以后没有审完，公开的仍是上次审定的版本：{zh}", "`{title}` was changed and its last signed version stays public: {en}";
        help: "审核改动后用 kepu review 签名", "sign the change with `kepu review`";
        explain: "签过的内容改了，签名就不算数了。重新审完以前，网站上仍是上次审定的文字和图片；它们保存在 reviews/kept/ 里。要立即撤下，写 draft: true。", "A change voids the signatures. Until it is signed, the site shows the text and pictures of the last signed version, which is kept in reviews/kept/. Set `draft: true` to take a page off at once.";
    }
    W1403 shared_file_waits(title: &str, file: &str) {
        title: "等共用的图片或附件", "waiting for a shared file";
        message: "“{title}”审完了，但要等别的内容：{file} 换过，用它的别的内容还没有重新审完", "`{title}` is signed, and waits: {file} was replaced, and other texts that use it aren't signed with it";
        help: "把用这个文件的内容都审完；或给新文件另起名字", "sign all texts that use the file, or give the new file another name";
        explain: "一个图片或附件在网站上只有一个版本。换了大家共用的文件，要等用它的内容都重新审完才一起更新。", "A file has one version on the site. One that several texts share changes there when all of them are signed with it.";
    }
    W1404 record_unusable(zh: &str, en: &str) {
        title: "审核记录不算数", "a record that doesn't count";
        message: "这条审核记录不算数：{zh}", "this record of a review doesn't count: {en}";
        help: "从备份或 git 里恢复这个文件；找不回来就重新签名", "restore the file from a backup or from git, or sign again";
        explain: "审核记录写成以后不能改动，文件名里有内容的校验值。改动过的、读不懂的记录不算数。", "A record is never changed: its name holds a checksum. One that was changed or can't be read doesn't count.";
    }
    W1405 kept_missing(name: &str) {
        title: "缺审核时的原稿", "a signed text is missing";
        message: "reviews/kept/ 里缺 {name}，是某次签名时的原稿，那些签名无法核对", "reviews/kept/ lacks {name}, a text as it was signed, so those signatures can't be compared";
        help: "从备份或 git 里恢复这个文件；找不回来就重新签名", "restore the file from a backup or from git, or sign again";
        explain: "每次签名时的原稿保存在 reviews/kept/，不能删。", "Every text is kept in reviews/kept/ as it was signed. Don't remove it.";
    }
    W1406 earlier_unusable() {
        title: "上次审定的版本不能用", "the signed version can't be used";
        message: "有一个审定过的版本不能公开：原稿或图片不全，或不合现在的栏目声明", "a signed version can't be published: its text or a picture is missing, or it doesn't fit the declaration any more";
        help: "恢复 reviews/kept/ 里的文件，或把现在的内容审完", "restore the files in reviews/kept/, or sign the text as it is now";
        explain: "保存的版本要和当时完全一样，也要合 _collection.yaml 现在的声明，才能公开。", "A kept version is published only if it is complete and fits the declaration as it is now.";
    }
    W1407 records_without_text(path: &str) {
        title: "有审核记录而没有内容", "records without a text";
        message: "{path} 不在了，它的审核记录还在 reviews/records/", "{path} is gone, and its records are still in reviews/records/";
        help: "改名或移动用 kepu mv，记录跟着走；内容删了，记录留着存档也可以，移到网站目录以外就不再提示", "move texts with `kepu mv`, which takes the records along; of a removed text, put the records outside the site for the archive";
        explain: "审核记录按内容的路径存放。在资源管理器里改名，记录不会跟着走。", "Records lie by the path of their text. They don't follow a file that is renamed by hand.";
    }
}

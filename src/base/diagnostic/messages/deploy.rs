//! 12: what sends a finished site to where it is served from.

super::messages! {
    E1201 no_deploy_target() {
        title: "没有写明发布到哪里", "nowhere to deploy to";
        message: "site.yaml 没有写明发布到哪里", "site.yaml doesn't say where to deploy to";
        help: "加上 deploy，如 deploy: {{www: {{to: folder, path: ../www}}}}，见 docs/deploy.md", "add `deploy`, for one `deploy: {{www: {{to: folder, path: ../www}}}}`; see docs/deploy.md";
        explain: "kepu deploy 把网站发布到 site.yaml 的 deploy 里写明的目标：对象存储、SFTP、WebDAV、FTP、目录或 git 分支。", "`kepu deploy` sends the site to a target that `deploy` of site.yaml names: an object store, SFTP, WebDAV, FTP, a folder or a branch of git.";
    }
    E1202 choose_deploy_target(known: &str) {
        title: "没有选定发布目标", "no target was chosen";
        message: "有几个发布目标，没有说用哪一个：{known}", "there are several targets, and none was named: {known}";
        help: "写上名字，如 kepu deploy 名字", "name one, as in `kepu deploy NAME`";
        explain: "site.yaml 里只有一个目标时可以省略名字，有几个时要写明。", "With one target in site.yaml the name can be left out, with several it can't.";
    }
    E1203 key_in_config(place: &str) {
        title: "密钥写在 site.yaml 里", "a key stands in site.yaml";
        message: "{place} 是密钥或密码，不能写在 site.yaml 里", "{place} is a key or a password, and has no place in site.yaml";
        help: "删去它，并且作废这个密钥：它可能已在版本库里。改用环境变量或网站以外的文件，见 docs/deploy.md", "remove it, and have the key revoked, as it may be in the repository's history; use the environment or a file outside the site, see docs/deploy.md";
        explain: "site.yaml 会进版本库、被转交、被备份，谁拿到它，谁就能改网站。密钥只从环境变量读取，或从 --credentials 指定的、网站目录以外的文件读取。出错时不显示密钥所在的那一行。", "site.yaml goes into repositories, backups and other hands, and whoever has the key can change the site. Keys are read from the environment, or from a file outside the site that --credentials names. The line is not shown, so that the key isn't.";
    }
    E1204 credentials_inside(path: &str, root: &str) {
        title: "密钥文件在网站目录里", "the credentials lie within the site";
        message: "密钥文件 {path} 在 {root} 里面", "the file with the keys, {path}, lies within {root}";
        help: "移到网站目录和版本库以外，如主目录下", "move it out of the site and its repository, into your home folder for one";
        explain: "网站目录或它所在的 git 版本库里的文件会被提交、打包、转交，密钥不能放在那里。", "What lies in the site's folder or its git repository is committed, packed and handed on: no place for keys.";
    }
    E1205 credentials_unreadable(path: &str, zh: &str, en: &str) {
        title: "密钥文件看不懂", "the credentials can't be read";
        message: "密钥文件 {path} 看不懂：{zh}", "the file with the keys, {path}, can't be read: {en}";
        help: "写成 目标: {{access_key_id: …, secret_access_key: …}} 的样子，见 docs/deploy.md", "write it as `TARGET: {{access_key_id: …, secret_access_key: …}}`; see docs/deploy.md";
        explain: "密钥文件是 YAML：最外层是目标的名字，里面是这个目标的密钥。", "The file is YAML: the names of targets, and below each its keys.";
    }
    E1206 credentials_missing(target: &str, names: &str) {
        title: "缺少密钥", "keys are missing";
        message: "发布到 {target} 缺少密钥：{names}", "keys for {target} are missing: {names}";
        help: "设置这些环境变量，或用 --credentials 指定密钥文件", "set these variables of the environment, or name a file with --credentials";
        explain: "密钥从环境变量 KEPU_DEPLOY_目标_… 读取（s3 也认 AWS_ACCESS_KEY_ID 等），或从 --credentials、KEPU_CREDENTIALS 指定的文件读取。", "Keys are read from variables KEPU_DEPLOY_TARGET_… (for s3 also AWS_ACCESS_KEY_ID and its like), or from the file that --credentials or KEPU_CREDENTIALS names.";
    }
    E1207 deploy_refused(target: &str, reason: &str) {
        title: "对方拒绝访问", "access was refused";
        message: "{target} 拒绝访问：{reason}", "{target} refuses access: {reason}";
        help: "检查密钥或密码是否正确、是否过期，以及有没有读、写、列出和删除的权限", "see whether keys or password are right and valid, and whether they allow reading, writing, listing and removing";
        explain: "用户名、密码或密钥不对，或没有所需的权限。访客看到的网站没有缺损。", "User, password or key are wrong, or don't allow what is needed. What visitors see is whole.";
    }
    E1208 deploy_no_place(target: &str, reason: &str) {
        title: "目标不存在", "the target isn't there";
        message: "找不到 {target} 的存储桶或目录：{reason}", "the bucket or folder of {target} isn't there: {reason}";
        help: "检查 site.yaml 里的 bucket、endpoint、region、path，或先建好它", "see whether bucket, endpoint, region and path in site.yaml are right, or make it first";
        explain: "程序不新建存储桶，也不新建最外层的目录：写错的名字不该变成一个新地方。", "The program makes no bucket and no outermost folder: a misspelt name shouldn't become a new place.";
    }
    E1209 deploy_full(target: &str, reason: &str) {
        title: "对方空间已满", "no room is left";
        message: "{target} 的空间满了：{reason}", "{target} has no room left: {reason}";
        help: "腾出空间或提高配额，然后再运行一次：只会发送还缺的", "make room or raise the quota, and run it again: only what is missing will be sent";
        explain: "磁盘或配额用完了。发布中断，访客看到的网站没有缺损。", "The disk or the quota is used up. Deploying stopped; what visitors see is whole.";
    }
    E1210 deploy_cut_off(target: &str, reason: &str) {
        title: "连不上，或连接断了", "no connection, or it broke";
        message: "与 {target} 的连接失败：{reason}", "the connection to {target} failed: {reason}";
        help: "检查网络和地址，然后再运行一次：只会发送还缺的", "look at the network and the address, and run it again: only what is missing will be sent";
        explain: "试了几次仍连不上，或连接一再中断。访客看到的网站没有缺损。", "Several tries came to nothing. What visitors see is whole.";
    }
    E1211 deploy_failed(target: &str, reason: &str) {
        title: "对方出错", "the target fails";
        message: "{target} 出错：{reason}", "{target} fails: {reason}";
        help: "过一会儿再运行一次：只会发送还缺的。SFTP 服务器在磁盘满时常只说 Failure", "run it again after a while: only what is missing will be sent; an SFTP server whose disk is full often says no more than Failure";
        explain: "对方答复了一个别的错误，重试无效。访客看到的网站没有缺损。", "The other side answered with another fault, and trying again didn't help. What visitors see is whole.";
    }
    E1212 deploy_foreign(target: &str, path: &str) {
        title: "目标上有别人的文件", "a foreign file is in the way";
        message: "{target} 上已有 {path}，不是 kepu 放的，没有覆盖它", "{path} is on {target} already and wasn't put there by kepu; it was left as it is";
        help: "移走它；确实要用网站的文件代替时加 --overwrite", "move it away; --overwrite puts the site's file in its place";
        explain: "kepu 在目标上留一份清单（.kepu-deploy.json），只改动和删除清单里的文件。清单被删掉后，原来的文件也会这样报告。", "kepu keeps a list on the target (.kepu-deploy.json), and changes and removes nothing else. Where that list has been deleted, the site's former files are told of in this way too.";
    }
    E1213 deploy_locked(target: &str, holder: &str, since: &str) {
        title: "正在发布", "another deployment is on";
        message: "{holder} 从 {since} 起正在发布到 {target}", "{holder} has been deploying to {target} since {since}";
        help: "等它结束；确知它已不在运行时用 --break-lock", "wait for its end; use --break-lock if you know that it isn't running any more";
        explain: "同时只能有一个发布。锁是目标上的 .kepu-deploy.lock，结束时删除；30 分钟没有更新的锁会被接管，同一台机器上中断了的发布留下的锁也会被接管。", "One deployment at a time. The lock is .kepu-deploy.lock on the target, and is removed at the end. A lock that wasn't renewed for 30 minutes is taken over, and so is one that a run on this machine left behind when it was cut off.";
    }
    E1214 deploy_lock_lost(target: &str) {
        title: "锁被别人接管了", "the lock was taken over";
        message: "{target} 的锁被别人接管了，已停下", "somebody took over the lock of {target}; stopped";
        help: "等那次发布结束，再运行一次", "wait for that deployment's end, and run it again";
        explain: "别人用 --break-lock 接管了锁，或锁太久没有更新。两个发布同时写会把网站弄乱，所以先停下。", "Somebody used --break-lock, or the lock wasn't renewed for too long. Two at once would mix two sites, so this one stopped.";
    }
    E1215 deploy_manifest(target: &str, path: &str, zh: &str, en: &str) {
        title: "目标上的清单看不懂", "the list on the target can't be read";
        message: "{target} 上的 {path} 看不懂：{zh}", "{path} on {target} can't be read: {en}";
        help: "若由更新的 kepu 写成，请升级；若已损坏，删去它，再用 --overwrite 发布一次", "update kepu if a newer one wrote it; if it is damaged, delete it and deploy once with --overwrite";
        explain: "清单说明哪些文件是 kepu 放的。看不懂就不知道什么可以改，所以什么也不做。", "The list says which files kepu put there. Without it nothing can be known to be ours, so nothing is done.";
    }
    E1216 no_git() {
        title: "没有 git", "there is no git";
        message: "没有找到 git", "git wasn't found";
        help: "安装 git，并让它在 PATH 里", "install git, and have it in the PATH";
        explain: "发布到 git 分支由 git 程序完成。", "Deploying to a branch is done by the program git.";
    }
    E1217 git_failed(target: &str, what: &str, reason: &str) {
        title: "git 出错", "git fails";
        message: "发布到 {target} 时 git {what} 失败：{reason}", "git {what} failed for {target}: {reason}";
        help: "检查 remote、branch 和登录方式；git 自己的密钥和凭据由 git 管理", "see whether remote, branch and login are right; git's own keys and credentials are git's matter";
        explain: "git 程序报告了错误，原话在上面。远端的分支没有变。", "The program git reported a fault, in the words above. The branch is as it was.";
    }
    E1218 push_refused(target: &str) {
        title: "git 推送被拒绝", "the push was refused";
        message: "{target} 的分支在此期间有了别的提交，推送被拒绝", "the branch of {target} got other commits meanwhile, and the push was refused";
        help: "再运行一次", "run it again";
        explain: "kepu 从不强制推送，所以两次发布中后到的一次会被拒绝，分支仍是完整的。", "kepu never forces a push, so the later of two deployments is refused, and the branch is whole.";
    }
    E1219 without_deploy() {
        title: "这个程序不能发布", "this program can't deploy";
        message: "这个 kepu 编译时没有带发布功能", "this kepu was built without deploying";
        help: "用带 deploy 功能的版本，或用 kepu build 生成后自己上传", "use one with the feature `deploy`, or upload what `kepu build` makes";
        explain: "cargo 的 deploy 功能缺省是打开的，用 --no-default-features 编译时就没有。", "The feature `deploy` is on by default; building with --no-default-features leaves it out.";
    }
    E1220 deploy_stopped(target: &str) {
        title: "发布中止了", "deploying was stopped";
        message: "发布到 {target} 中止了", "deploying to {target} was stopped";
        help: "再运行一次：只会发送还缺的", "run it again: only what is missing will be sent";
        explain: "程序被要求结束。已记下做到了哪里，锁已放开，访客看到的网站没有缺损。", "The program was asked to end. What was done is noted, the lock is released, and what visitors see is whole.";
    }
    E1221 unknown_deploy_target(name: &str, known: &str) {
        title: "没有这个发布目标", "no such target";
        message: "site.yaml 里没有发布目标“{name}”", "site.yaml has no target `{name}`";
        help: "已有的目标：{known}", "there are: {known}";
        explain: "发布目标的名字是 site.yaml 的 deploy 里的键。", "Names of targets are the keys below `deploy` in site.yaml.";
    }
    E1222 output_unreadable(path: &str, reason: &str) {
        title: "要发送的文件读不出来", "a file to send can't be read";
        message: "{path} 读不出来：{reason}", "{path} can't be read: {reason}";
        help: "文件可能在发布时被改动了，再运行一次", "it may have been changed meanwhile: run it again";
        explain: "大文件在发送时才从磁盘读取。若它在编译之后变了，就不能算作编译的结果。", "Large files are read from the disk when they are sent. One that has changed since the build is no longer what was built.";
    }
    W1201 lock_taken_over(target: &str, holder: &str, since: &str) {
        title: "接管了锁", "a lock was taken over";
        message: "接管了 {holder} 从 {since} 起占着的 {target} 的锁", "took over the lock of {target} that {holder} had held since {since}";
        help: "那次发布没有正常结束，这一次会补上它缺的", "that deployment didn't come to its end; this one sends what it left out";
        explain: "锁太旧、由这台机器上中断了的发布留下，或用了 --break-lock。", "The lock was too old, or left behind by a run on this machine that was cut off, or --break-lock was used.";
    }
}

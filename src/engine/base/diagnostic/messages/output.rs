//! 06: reading and writing files, the server, watching.

use crate::base::diagnostic::Cause;

super::messages! {
    E0601 foreign_output(folder: &str, example: &str) {
        title: "输出目录里有别的文件", "foreign files in the output folder";
        message: "输出目录 {folder} 里有不是本程序生成的文件，如 {example}", "the output folder {folder} contains files that kepu didn't generate, such as {example}";
        help: "换一个空目录（--out），或先清空它", "choose an empty folder with --out, or clear this one";
        explain: "不是本程序生成的文件不会被删除或覆盖，因此拒绝写入没有生成记录而又不空的目录。", "kepu doesn't remove or overwrite files that it didn't generate, so it refuses a folder that isn't empty and has no build manifest.";
    }

    E0602 write_failed(path: &str, reason: Cause) {
        title: "写入失败", "writing failed";
        message: "写不进 {path}{reason}", "{path} can't be written{reason:#}";
        help: "检查磁盘空间和权限", "check free space and permissions";
        explain: "输出文件写不进去。", "An output file couldn't be written.";
    }

    E0603 read_failed(path: &str, reason: Cause) {
        title: "读取失败", "reading failed";
        message: "读不了 {path}{reason}", "{path} can't be read{reason:#}";
        help: "检查文件是否存在、是否有权限", "check that it exists, and check its permissions";
        explain: "某个输入文件读不了。", "An input file couldn't be read.";
    }

    E0604 output_inside_sources(folder: &str) {
        title: "输出目录在源文件里", "output among the sources";
        message: "输出目录 {folder} 不能在 content、static、themes 等源目录之内，也不能是网站根目录", "the output folder {folder} can't be the site's root or lie in one of its source folders";
        help: "用 --out 指定别处，缺省是 public", "choose another with --out; the default is public";
        explain: "输出写进源目录会毁掉内容。", "Writing the output into the sources would destroy content.";
    }

    E0605 output_conflict(path: &str) {
        title: "输出位置已有别的文件", "another file is in the way";
        message: "{path} 处已有不是本程序生成的文件", "there is already a file at {path} that kepu didn't generate";
        help: "把它移走；要随网站发布的文件请放进 static/", "move it away; files to be published belong in static/";
        explain: "不是本程序生成的文件不会被覆盖。", "A file that kepu didn't generate is never overwritten.";
    }

    E0606 port_taken(address: &str, zh: &str, en: &str) {
        title: "端口已被占用", "port already in use";
        message: "{address} 已被占用：{zh}", "{address} is already in use: {en}";
        help: "先结束它，或用 --port 换一个端口；不写 --port 会自动找一个空闲的", "stop it, or choose another port with --port; without --port a free one is found";
        explain: "--port 指明的端口上已有别的程序在监听。没有指明端口时，会依次试后面的端口。", "Another program listens on the port given by --port. Without --port, the next ports are tried.";
    }

    E0607 cannot_listen(address: &str, reason: Cause) {
        title: "无法监听", "can't listen on the address";
        message: "无法监听 {address}{reason}", "can't listen on {address}{reason:#}";
        help: "核对 --bind 是不是本机的地址；1024 以下的端口通常要管理员权限", "check that --bind is an address of this machine; ports below 1024 usually need administrator rights";
        explain: "操作系统不允许在这个地址和端口上监听。", "The operating system doesn't allow listening on this address and port.";
    }

    E0608 picture_failed(path: &str, reason: Cause) {
        title: "图片生成失败", "generating a picture failed";
        message: "{path} 的其他尺寸没有做成{reason}", "other sizes of {path} couldn't be generated{reason:#}";
        help: "再生成一次；仍不行就把图片重新导出为 JPEG 或 PNG", "build again; if that fails as well, export the picture again as JPEG or PNG";
        explain: "从一张图片做不同宽度和格式的文件时出了错，通常是图片在生成途中被改动或删除。", "Generating other widths and formats of a picture failed; usually it was changed or removed during the build.";
    }

    E0609 disk_full(folder: &str, files: usize) {
        title: "磁盘已满", "the disk is full";
        message: "磁盘空间不够，{folder} 要写的 {files} 个文件没有写成；里面的网站没有改动", "there isn't enough space for the {files} files to be written to {folder}; the site there hasn't changed";
        help: "腾出空间再生成一次；更新时新旧文件会短暂地同时占用空间", "free some space and build again; during an update, changed files take up space twice for a moment";
        explain: "改动的文件先全部写在输出目录里的一个临时目录，写齐了才换上去。空间不够时临时目录会删掉，原来的网站不受影响。", "All changed files are first written to a temporary folder within the output folder, and replace the old ones when they are complete. If space runs out, the temporary folder is removed and the old site stays.";
    }

    E0610 deploy_into_sources(folder: &str) {
        title: "发布目标在源文件里", "deploy target among the sources";
        message: "发布目标 {folder} 在这个网站的源目录之内，或包含了网站本身", "the deploy target {folder} lies in a source folder of this site, or contains the site";
        help: "在 site.yaml 的 deploy 里改用网站以外的目录", "choose a folder outside the site in `deploy` of site.yaml";
        explain: "把生成的网站发布到 content、static、themes 等目录或网站根目录，会把几百个文件混进源文件。", "Deploying the built site to content, static, themes or the site's root would mix hundreds of files with the sources.";
    }

    E0611 half_written(folder: &str, files: usize) {
        title: "只更新了一部分", "only partly updated";
        message: "{folder} 里有 {files} 处没有更新，现在新旧页面混在一起", "{files} places in {folder} couldn't be updated: old and new pages are mixed now";
        help: "按下面的原因处理，再生成一次就会补齐", "see the reasons below; the next build completes the update";
        explain: "新文件都已写好，但换上去时磁盘或另一个程序出了问题。输出目录里的清单记得哪些文件属于网站，再生成一次即可补齐。", "The new files were complete, but the disk or another program failed while they replaced the old ones. The manifest in the output folder knows all files of the site, so the next build completes it.";
    }

    E0612 link_not_followed(path: &str, zh: &str, en: &str) {
        title: "链接没有跟随", "link that isn't followed";
        message: "{path} 是一个链接，没有跟随：{zh}", "{path} is a link that isn't followed: {en}";
        help: "删掉这个链接，需要的文件直接放在这里", "remove the link, and put the files that are needed here";
        explain: "互相指向的目录链接会让同样的文件以无数条路径出现。", "Links between folders can make the same files appear under countless paths.";
    }

    E0613 internal_fault(what: &str, detail: &str) {
        title: "程序内部出错", "internal error";
        message: "处理 {what} 时程序内部出错（{detail}），其余部分照常处理", "an internal error occurred in {what} ({detail}); everything else was processed";
        help: "这是 kepu 的缺陷：请把这条提示和出错的文件报告给开发者；把那个文件最近的改动撤回，通常可以先绕开", "this is a bug in kepu: please report this message with the file; undoing the latest change to the file usually avoids it for now";
        explain: "程序遇到了没有预料到的情况。出错限制在一个文件或一页之内，不影响其余内容，但网站在排除之前不会更新。", "The program met a situation that it didn't expect. The error is confined to one file or page; the site isn't updated until it is gone.";
    }

    E0614 held_elsewhere(path: &str, reason: Cause) {
        title: "文件被别的程序占用", "file in use by another program";
        message: "{path} 动不了，可能正被别的程序打开{reason}", "{path} can't be touched, probably because another program has it open{reason:#}";
        help: "关掉打开它的程序（Excel、Word、WPS、PDF 阅读器、资源管理器的预览窗格）再试；正在杀毒或同步网盘就等一会儿；文件若是只读的，先去掉只读", "close the program that has it open (Excel, Word, WPS, a PDF reader, the preview pane of the Explorer) and try again; wait for a virus scanner or a cloud drive to finish; if the file is read-only, clear that";
        explain: "Windows 上，一个程序打开着的文件，别的程序常常不能改名、替换或删除，有时也不能读。程序已经等过几秒，等的时间够杀毒软件看完一个文件。", "On Windows a file that one program has open often can't be renamed, replaced or removed by another, and sometimes not read. kepu has waited for some seconds, which is enough for a virus scanner.";
    }

    E0615 cannot_move(path: &str, zh: &str, en: &str) {
        title: "不能移动", "can't be moved";
        message: "{path} 不能移动：{zh}", "{path} can't be moved: {en}";
        help: "写成 kepu mv content/column/a.md content/column/b.md 这样，前面是现在的，后面是新的", "write it as in `kepu mv content/column/a.md content/column/b.md`: the present path, then the new one";
        explain: "kepu mv 移动 content/ 里的一个文件或目录，不覆盖已有的文件。", "`kepu mv` moves a file or folder of content/, and replaces nothing.";
    }

    E0616 file_too_large(path: &str) {
        title: "文件太大", "file too large";
        message: "{path} 太大，没有读：文字和表格最多 64 MB，别的文件最多 1 GB", "{path} is too large and wasn't read: texts and tables have 64 MB at most, other files 1 GB";
        help: "拆成几个文件；视频请放到视频平台，页面里写它的链接", "split it; put a film on a video platform and link to it";
        explain: "整个读进内存会让电脑内存不够，所以不读。", "Read as a whole it would use up the machine's memory, so it isn't read.";
    }

    W0601 watch_limit() {
        title: "监视的目录太多", "too many folders to watch";
        message: "系统允许监视的目录数已用完，改为定时查看", "the system's limit of watched folders is reached; polling instead";
        help: "提高 fs.inotify.max_user_watches（sudo sysctl fs.inotify.max_user_watches=524288），或减少目录", "raise fs.inotify.max_user_watches (sudo sysctl fs.inotify.max_user_watches=524288), or use fewer folders";
        explain: "系统通知文件变动时，每个目录占一个名额，由一个用户的所有程序共用。名额用完后，程序改为每隔一段时间把文件看一遍：不会漏掉变动，只是慢一点。", "Native file events need one watch per folder, and all programs of a user share a limited number. When it is exhausted, the files are polled: no change is missed, but it is noticed a little later.";
    }

    W0602 watch_failed(reason: Cause) {
        title: "无法监视文件变动", "native file watching failed";
        message: "系统不再通知文件变动，改为定时查看{reason}", "native file events failed; polling instead{reason:#}";
        help: "网站照常更新；用 --poll 可以从一开始就定时查看", "the site is still updated; --poll polls from the start";
        explain: "系统通知文件变动的功能出错，或没有通知本应通知的变动。程序改为每隔一段时间把文件看一遍。", "Native file events failed, or didn't report a change. The files are polled instead.";
    }

    W0603 watch_remote(folder: &str, kind: &str) {
        title: "目录不在本机磁盘上", "folder on a remote file system";
        message: "{folder} 不在本机磁盘上（{kind}），系统不会通知那里的变动，改为定时查看", "{folder} isn't on a local disk ({kind}), and has no file events; polling instead";
        help: "把网站放到本机磁盘上会更快；在 WSL 里放到 Linux 一侧，如 ~/site", "a local disk is faster; under WSL, one on the Linux side such as ~/site";
        explain: "网络共享、虚拟机共享目录，以及 WSL 里的 Windows 目录，别处所作的改动系统并不知道。程序改为每隔一段时间把文件看一遍。", "On network shares, folders shared with a virtual machine, and Windows folders under WSL, remote changes cause no file events. The files are polled instead.";
    }

    W0604 slow_answer(address: &str, seconds: u64) {
        title: "一页迟迟没有做好", "slow page";
        message: "{address} 过了 {seconds} 秒还没有做好，仍在等待", "{address} isn't rendered after {seconds} seconds; its request keeps waiting";
        help: "机器很忙时等一等；一直如此就重新启动 kepu serve，并报告这个问题", "wait if the machine is overloaded; if it persists, restart `kepu serve` and report the problem";
        explain: "kepu serve 做一页通常只要几毫秒。这么久还没有做好，多半是机器太忙，或程序自己有错。每个网址只提醒一次，请求会继续等下去。", "`kepu serve` usually renders a page in milliseconds. If it takes this long, the machine is overloaded, or there is a bug in the program. Each address is reported once, and its request keeps waiting.";
    }

    W0605 link_outside(target: &str) {
        title: "链接指向网站以外", "link to a place outside the site";
        message: "这是一个链接，指向网站以外的 {target}，那里的内容会随网站发布", "this is a link to {target}, outside the site; what is there gets published";
        help: "把要发布的文件复制到网站里；不打算发布就删掉链接", "copy what is to be published into the site; otherwise remove the link";
        explain: "符号链接会被跟随。指向网站以外的链接可能把不该公开的文件带到网站上，换一台电脑时也可能失效。", "Symbolic links are followed. A link that leads outside the site can publish files that weren't meant to be, and may be broken on another computer.";
    }

    W0606 address_moved(address: &str, to: &str) {
        title: "网址变了", "a moved address";
        message: "网址 {address} 没有了，这一篇现在在 {to}", "the address {address} is gone; its entry is at {to} now";
        help: "在这个文件的文首信息里加一行 aliases: [{address}]，收藏和链接旧网址的人会转到新网址", "add the line `aliases: [{address}]` to the front matter of this file, so that bookmarks and links to it lead to the new address";
        explain: "文件改名、改了日期或网址的写法，网址就跟着变。上一次编译的网址记在 .kepu-cache 里，所以能看出来。每个网址只提醒一次。", "An address changes with the file's name, its date or the permalink pattern. The addresses of the last build are kept in .kepu-cache. Each is reported once.";
    }

    W0607 address_vanished(address: &str, source: &str) {
        title: "网址没有了", "a vanished address";
        message: "网址 {address} 没有了（原来是 {source}）", "the address {address} is gone (it was {source})";
        help: "本来就要删除，不用管；内容并到了别的页面，就在那个文件里写 aliases: [{address}]", "if it was meant to go, ignore this; if its content is on another page now, write `aliases: [{address}]` in that file";
        explain: "上一次编译有的网址，这一次没有，也没有别的页面接替：收藏和链接它的人会看到“找不到页面”。每个网址只提醒一次。", "The last build had this address, and this one has neither it nor a redirect: bookmarks and links to it lead to \"not found\". Each is reported once.";
    }

    W0608 more_vanished(count: usize) {
        title: "还有网址没有了", "more vanished addresses";
        message: "另有 {count} 个网址没有了", "{count} more addresses are gone";
        help: "这么多网址一起变，多半是改了 permalink 或栏目的名字；改回去，或逐篇写 aliases", "so many change together if a permalink pattern or a collection was renamed; undo that, or write `aliases` in each";
        explain: "只列出前几个没有了的网址。", "Only the first vanished addresses are listed.";
    }

    W0609 left_behind(path: &str, files: usize) {
        title: "旧文件没有删掉", "old files that couldn't be removed";
        message: "不再属于网站的 {path} 没有删掉（共 {files} 个文件），可能正被别的程序打开", "{path} no longer belongs to the site and couldn't be removed (files: {files}); another program may have it open";
        help: "关掉打开它的程序，再生成一次；在此之前发布，它还会在网站上", "close the program that has it open and build again; a site that is published before that still has it";
        explain: "网站里撤下的页面和文件，生成时从输出目录里删掉。删不掉的记在清单里，下一次生成再删。", "Pages and files that were withdrawn are removed from the output folder. What can't be removed stays in the manifest, and the next build tries again.";
    }

    W0610 no_file(path: &str) {
        title: "不是文件也不是目录", "neither a file nor a folder";
        message: "{path} 不是文件也不是目录（设备、管道一类），没有读，也不发布", "{path} is neither a file nor a folder, such as a device or a pipe; it isn't read or published";
        help: "删掉它；需要的文件直接放在这里", "remove it, and put the file that is needed here";
        explain: "设备和管道没有固定的内容，读起来可能永远不结束。", "Devices and pipes have no contents of their own, and reading one may never end.";
    }
}

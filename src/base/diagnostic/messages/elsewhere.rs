//! 07, from 20 on: links to elsewhere, as a check finds them that asks other hosts.

super::messages! {
    W0720 link_gone(address: &str, status: u16) {
        title: "外部链接失效", "a link to elsewhere is dead";
        message: "{address} 已经没有了（{status}）", "{address} isn't there (status {status})";
        help: "改成现在的网址，或删去这个链接", "link to where it is now, or remove the link";
        explain: "对方服务器答复这个网页不存在（404、410 等）。检查网站时，失效链接最常被扣分。", "The other server says that there is no such page (404, 410 and the like). Inspections count dead links first of all.";
    }
    W0721 link_failing(address: &str, status: u16) {
        title: "外部网站出错", "another site fails";
        message: "{address} 的服务器一直出错（{status}）", "the server of {address} keeps failing (status {status})";
        help: "过些时候再查；长期如此就换一个链接", "check again later; link to something else if it stays so";
        explain: "对方服务器答复自己出了错，等了又问仍然如此。可能是暂时的。", "The other server says that it failed, also when it was asked again after a while. It may be for a time only.";
    }
    W0722 link_unresolved(address: &str) {
        title: "外部链接的域名不存在", "a link to a host that doesn't exist";
        message: "{address} 的域名查不到", "the host name of {address} stands for no host";
        help: "改正拼写；网站已停办就删去链接。全部链接都这样时，请检查本机的网络", "mend the spelling, or remove the link if the site is gone; if all links are like this, look at your own network";
        explain: "域名系统里没有这个名字：拼写有误，或对方已停办。", "The name system has no such name: it is misspelt, or its owner has given it up.";
    }
    W0723 link_refused(address: &str) {
        title: "外部网站连不上", "another host refuses connections";
        message: "{address} 拒绝连接", "{address} refuses connections";
        help: "在浏览器里看看；打不开就换一个链接", "look at it in a browser; link to something else if it doesn't open";
        explain: "主机存在，但没有在听，或中途断开了连接。", "The host exists, but nothing listens there, or it closes the connection half-way.";
    }
    W0724 link_slow(address: &str) {
        title: "外部网站没有及时答复", "another host is too slow";
        message: "{address} 没有及时答复", "{address} didn't answer in time";
        help: "过些时候再查；长期如此就换一个链接", "check again later; link to something else if it stays so";
        explain: "问了两次，对方都没有在限定的时间内答复。", "It was asked twice, and gave no answer within the time that is allowed.";
    }
    W0725 link_unsafe(address: &str, zh: &str, en: &str) {
        title: "外部网站的证书有问题", "another site's connection isn't safe";
        message: "{address} 不能安全连接：{zh}", "there is no safe connection to {address}: {en}";
        help: "访客的浏览器会出现警告；请告诉对方，或换一个链接", "visitors' browsers will warn them; tell the other site, or link to something else";
        explain: "对方的证书过期、属于别的域名，或不是公认机构签发的；也可能是服务器只支持很旧的协议。浏览器可以自己找到缺少的中间证书，本程序不找。", "The other site's certificate has expired, is for another host, or nobody known has signed it; or its server knows old protocols only. A browser may find certificates between that a server leaves out; this program doesn't look for them.";
    }
    W0726 link_unwilling(address: &str, status: u16) {
        title: "外部网站不答复程序", "another site doesn't answer programs";
        message: "{address} 不答复程序的询问（{status}），是否有效请自己看", "{address} doesn't answer programs (status {status}); look yourself whether it is there";
        help: "在浏览器里打开看看；能打开就写进 check.external.skip", "open it in a browser; if it is there, put it into `check.external.skip`";
        explain: "对方要求登录，或拒绝不是浏览器的访问（401、403、429 等）。链接可能是好的。", "The other site wants a login, or turns away whatever is no browser (401, 403, 429 and the like). The link may well be good.";
    }
    W0727 link_circular(address: &str, at: &str) {
        title: "外部链接转来转去", "a link leads in a circle";
        message: "{address} 转来转去，又回到 {at}", "{address} leads in a circle, back to {at}";
        help: "在浏览器里看看；打不开就换一个链接", "look at it in a browser; link to something else if it doesn't open";
        explain: "每次都转向别的网址，最后回到转过的地方。也有网站这样对待不收 cookie 的访问。", "Every answer leads on, and in the end back to where it has been. Some sites treat so whoever takes no cookies.";
    }
    W0728 link_moved(address: &str, to: &str) {
        title: "外部链接已搬家", "a link to what has moved";
        message: "{address} 已永久搬到 {to}", "{address} has moved for good to {to}";
        help: "改成新的网址：旧网址不会永远转向", "link to the new address: the old one won't lead there for ever";
        explain: "对方以 301 或 308 答复，表示以后都用新网址。", "The other site answers 301 or 308, which says that the new address is to be used from now on.";
    }
    W0729 link_garbled(address: &str, zh: &str, en: &str) {
        title: "外部网站的答复看不懂", "another host's answer makes no sense";
        message: "{address} 的答复看不懂：{zh}", "the answer of {address} makes no sense: {en}";
        help: "在浏览器里看看；打不开就换一个链接", "look at it in a browser; link to something else if it doesn't open";
        explain: "对方的答复不符合 HTTP 的规定。", "The answer isn't as HTTP has it.";
    }
    W0730 link_endless(address: &str, redirects: usize) {
        title: "外部链接转向太多", "a link leads on and on";
        message: "{address} 转了 {redirects} 次还没有到", "{address} leads on after {redirects} redirects";
        help: "改成最后的网址", "link to the address at the end";
        explain: "转向次数超过了限度。浏览器大约转二十次就放弃。", "There are more redirects than are followed. Browsers give up after about twenty.";
    }
    W0731 link_inwards(address: &str, to: &str) {
        title: "外部链接通向内部网络", "a public link leads into a private network";
        message: "{address} 转向只有内部网络才有的 {to}", "{address} leads to {to}, which only a private network has";
        help: "公众打不开它：换一个链接；若本来如此，把该主机写进 check.external.allow", "the public can't open it: link to something else; put the host into `check.external.allow` if it is meant so";
        explain: "公开的网址转向了本机或内部网络的地址。程序不会去问那里，除非 check.external.allow 写明。", "A public address leads to one of this machine or of a private network. The program doesn't ask there unless `check.external.allow` says so.";
    }
    W0732 link_malformed(address: &str) {
        title: "外部网址写错了", "an address that is none";
        message: "{address} 不是网址", "{address} is no address";
        help: "改正拼写，如 https://www.example.org/", "mend the spelling: https://www.example.org/ for one";
        explain: "以 http:// 或 https:// 开头，后面却不是主机名。", "It begins with http:// or https://, but no host's name follows.";
    }
}

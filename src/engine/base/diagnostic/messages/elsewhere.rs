//! 07, from W0720: findings about external links.

super::messages! {
    W0720 link_gone(address: &str, status: u16) {
        title: "外部链接失效", "dead external link";
        message: "{address} 已经没有了（{status}）", "{address} doesn't exist (status {status})";
        help: "改成现在的网址，或删去这个链接", "link to the current address, or remove the link";
        explain: "对方服务器答复这个网页不存在（404、410 等）。检查网站时，失效链接最常被扣分。", "The server responds that the page doesn't exist (404, 410 and similar). Dead links are the most frequent fault in inspections.";
    }
    W0721 link_failing(address: &str, status: u16) {
        title: "外部网站出错", "external site fails";
        message: "{address} 的服务器一直出错（{status}）", "the server of {address} keeps failing (status {status})";
        help: "过些时候再查；长期如此就换一个链接", "check again later; link to something else if it stays so";
        explain: "对方服务器答复自己出了错，等了又问仍然如此。可能是暂时的。", "The server returns an internal error, also after retries. It may be temporary.";
    }
    W0722 link_unresolved(address: &str) {
        title: "外部链接的域名不存在", "external host doesn't exist";
        message: "{address} 的域名查不到", "the host name of {address} can't be resolved";
        help: "改正拼写；网站已停办就删去链接。全部链接都这样时，请检查本机的网络", "correct the spelling, or remove the link if the site is gone; if all links fail like this, check your own network";
        explain: "域名系统里没有这个名字：拼写有误，或对方已停办。", "DNS has no such name: it is misspelt, or the site was shut down.";
    }
    W0723 link_refused(address: &str) {
        title: "外部网站连不上", "external host refuses connections";
        message: "{address} 拒绝连接", "{address} refuses connections";
        help: "在浏览器里看看；打不开就换一个链接", "open it in a browser; link to something else if it doesn't work";
        explain: "主机存在，但没有在听，或中途断开了连接。", "The host exists, but nothing listens on the port, or it closes the connection early.";
    }
    W0724 link_slow(address: &str) {
        title: "外部网站没有及时答复", "external host timed out";
        message: "{address} 没有及时答复", "{address} timed out";
        help: "过些时候再查；长期如此就换一个链接", "check again later; link to something else if it stays so";
        explain: "问了两次，对方都没有在限定的时间内答复。", "Two requests got no response within the timeout.";
    }
    W0725 link_unsafe(address: &str, zh: &str, en: &str) {
        title: "外部网站的证书有问题", "external host with a TLS error";
        message: "{address} 不能安全连接：{zh}", "TLS error at {address}: {en}";
        help: "访客的浏览器会出现警告；请告诉对方，或换一个链接", "browsers will warn visitors; notify the other site, or link to something else";
        explain: "对方的证书过期、属于别的域名，或不是公认机构签发的；也可能是服务器只支持很旧的协议。浏览器可以自己找到缺少的中间证书，本程序不找。", "The certificate has expired, is for another host, or isn't from a trusted authority; or the server supports only old protocols. Browsers may fetch a missing intermediate certificate; this program doesn't.";
    }
    W0726 link_unwilling(address: &str, status: u16) {
        title: "外部网站不答复程序", "external host rejects bots";
        message: "{address} 不答复程序的询问（{status}），是否有效请自己看", "{address} rejects automated requests (status {status}); check it yourself";
        help: "在浏览器里打开看看；能打开就写进 check.external.skip", "open it in a browser; if it works, add it to `check.external.skip`";
        explain: "对方要求登录，或拒绝不是浏览器的访问（401、403、429 等）。链接可能是好的。", "The site requires a login, or rejects clients other than browsers (401, 403, 429 and similar). The link may be fine.";
    }
    W0727 link_circular(address: &str, at: &str) {
        title: "外部链接转来转去", "redirect loop";
        message: "{address} 转来转去，又回到 {at}", "{address} redirects in a loop, back to {at}";
        help: "在浏览器里看看；打不开就换一个链接", "open it in a browser; link to something else if it doesn't work";
        explain: "每次都转向别的网址，最后回到转过的地方。也有网站这样对待不收 cookie 的访问。", "Redirects lead back to an earlier address. Some sites do this to clients without cookies.";
    }
    W0728 link_moved(address: &str, to: &str) {
        title: "外部链接已搬家", "external link has moved";
        message: "{address} 已永久搬到 {to}", "{address} has moved permanently to {to}";
        help: "改成新的网址：旧网址不会永远转向", "link to the new address: the redirect may not last";
        explain: "对方以 301 或 308 答复，表示以后都用新网址。", "The site responds with 301 or 308, a permanent redirect.";
    }
    W0729 link_garbled(address: &str, zh: &str, en: &str) {
        title: "外部网站的答复看不懂", "invalid response of an external host";
        message: "{address} 的答复看不懂：{zh}", "invalid response of {address}: {en}";
        help: "在浏览器里看看；打不开就换一个链接", "open it in a browser; link to something else if it doesn't work";
        explain: "对方的答复不符合 HTTP 的规定。", "The response isn't valid HTTP.";
    }
    W0730 link_endless(address: &str, redirects: usize) {
        title: "外部链接转向太多", "too many redirects";
        message: "{address} 转了 {redirects} 次还没有到", "{address} redirects more than {redirects} times";
        help: "改成最后的网址", "link to the final address";
        explain: "转向次数超过了限度。浏览器大约转二十次就放弃。", "There are more redirects than the limit. Browsers give up after about twenty.";
    }
    W0731 link_inwards(address: &str, to: &str) {
        title: "外部链接通向内部网络", "external link into a private network";
        message: "{address} 转向只有内部网络才有的 {to}", "{address} redirects to {to}, which is in a private network";
        help: "公众打不开它：换一个链接；若本来如此，把该主机写进 check.external.allow", "the public can't open it: link to something else; add the host to `check.external.allow` if this is intended";
        explain: "公开的网址转向了本机或内部网络的地址。程序不会去问那里，除非 check.external.allow 写明。", "A public address redirects to one of this machine or of a private network. The program doesn't send requests there unless `check.external.allow` permits it.";
    }
    W0732 link_malformed(address: &str) {
        title: "外部网址写错了", "invalid external address";
        message: "{address} 不是网址", "{address} isn't a valid address";
        help: "改正拼写，如 https://www.example.org/", "correct the spelling, as in https://www.example.org/";
        explain: "以 http:// 或 https:// 开头，后面却不是主机名。", "It begins with http:// or https://, but no valid host name follows.";
    }
    W0741 fix_left_out(code: &str, zh: &str, en: &str) {
        title: "没有代为改正", "not corrected by --fix";
        message: "{code} 这一处没有代改：{zh}", "{code} wasn't corrected here: {en}";
        help: "请手工改正", "correct it by hand";
        explain: "kepu check --fix 只改字词和标点。每处改动先试一遍：改前改后排版、链接、数据的结构必须相同，否则不改，并在这里说明。", "`kepu check --fix` changes words and punctuation only. Each correction is tried first: markup, links and the structure of data must be the same before and after. What fails is left as it is and reported here.";
    }
}

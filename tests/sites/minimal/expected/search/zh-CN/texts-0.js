kepu.search.take("zh-CN/texts-0", "82c1c7bd", [
["",""],
["我们做科学普及。",""]
]);

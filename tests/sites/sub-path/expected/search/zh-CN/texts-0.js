kepu.search.take("zh-CN/texts-0", "7d2cf1d6", [
["",""],
["",""],
["彩虹",""],
["关于 外面 本页 a","光"]
]);

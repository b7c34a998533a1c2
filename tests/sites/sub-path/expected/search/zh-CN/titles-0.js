kepu.search.take("zh-CN/titles-0", "7d2cf1d6", [
["科普","",0,"","ke pu"],
["科学专栏","column/",2,"","ke xue zhuan lan"],
["关于","about/",1,"","guan yu"],
["彩虹","column/2026/05/rainbow/",2,"2026-05-18","cai hong"]
]);

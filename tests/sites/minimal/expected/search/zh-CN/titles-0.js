kepu.search.take("zh-CN/titles-0", "82c1c7bd", [
["科普","",0,"","ke pu"],
["关于","about/",1,"","guan yu"]
]);

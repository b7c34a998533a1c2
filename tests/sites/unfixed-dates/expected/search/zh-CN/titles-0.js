kepu.search.take("zh-CN/titles-0", "5ffffe19", [
["科普","",0,"","ke pu"],
["科普基地","bases/",2,"","ke pu ji di"],
["科普活动","events/",3,"","ke pu huo dong"],
["植物园","bases/garden/",2,"","zhi wu yuan"],
["学会","bases/society/",2,"","xue hui"],
["夏令营","events/2027/camp/",3,"","xia ling ying"],
["科普讲解大赛","events/undated/contest/",3,"","ke pu jiang jie da sai"],
["科技活动周","events/2027/fair/",3,"","ke ji huo dong zhou"],
["科学电影","events/2026/films/",3,"2026-01-03","ke xue dian ying"],
["周末课堂","events/2026/class/",3,"2026-03-07","zhou mo ke tang"],
["旁边有字","events/2026/said/",3,"2026-12-01","pang bian you zi"],
["观鸟","events/2026/walk/",3,"2026-12-05","guan niao"]
]);

kepu.search.take("zh-CN/texts-1", "0bf5f06b", [
["","植物园 · 0830-1234567"],
["",""],
["",""]
]);

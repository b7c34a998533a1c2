kepu.search.take("zh-CN/texts-1", "4fb068d4", [
["","植物园 · 0830-1234567"],
["",""]
]);

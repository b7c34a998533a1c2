kepu.search.take("zh-CN/terms-0", "82c1c7bd", [
" 于　$ 们做$ 做科$ 关于$ 及　$ 学普$ 我们$ 普　#及$ 科学$普#",
""
]);

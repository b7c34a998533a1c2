kepu.search.take("zh-CN/index", "82c1c7bd", {"pages":2,"titles":2000,"texts":8,"terms":1,"plain":[1],"kinds":["首页","页面"]});

kepu.search.take("zh-CN/index", "7d2cf1d6", {"pages":4,"titles":2000,"texts":8,"terms":1,"plain":[1],"kinds":["首页","页面","科学专栏"]});

kepu.search.take("zh-CN/index", "5ffffe19", {"pages":12,"titles":2000,"texts":8,"terms":1,"plain":[1],"kinds":["首页","页面","科普基地","科普活动"]});

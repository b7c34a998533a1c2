kepu.search.take("zh-CN/index", "4fb068d4", {"pages":10,"titles":2000,"texts":8,"terms":1,"kinds":["首页","页面","科普基地","科普活动"]});

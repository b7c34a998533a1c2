kepu.search.take("zh-CN/index", "6f59525a", {"pages":210,"titles":2000,"texts":8,"terms":8,"plain":[1,8],"kinds":["首页","页面","科普基地","科学专栏","科技特派员服务队","科普活动","科教片","表彰荣誉","页面","品牌活动"]});

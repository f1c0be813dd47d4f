package com.shop.own;

import org.springframework.web.service.invoker.HttpServiceArgumentResolver;

interface Own {
  String one(String id);

  HttpServiceArgumentResolver resolver();
}

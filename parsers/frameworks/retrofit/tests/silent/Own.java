package com.shop.own;

import retrofit2.Response;

class Own {
  interface Api {
    String order(String id);
  }

  String ask(Api api, Response<String> answer) {
    return api.order(answer.body());
  }
}

package com.shop.own;

import org.eclipse.microprofile.rest.client.inject.RestClient;

class Own {
  @RestClient
  Helper helper;

  String ask() {
    return helper.one("1");
  }
}

interface Helper {
  String one(String id);
}

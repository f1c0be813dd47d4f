package com.shop.app;

import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.Path;

interface Api {
  @GET("orders/{id}")
  Call<String> order(@Path("id") String id);

  @HTTP(method = "PUT", path = "orders", hasBody = true)
  Call<String> change();
}

interface Lonely {
  @DELETE("things")
  Call<String> drop();
}

class Client {
  static <T> T create(Class<T> type) {
    Retrofit retrofit =
        new Retrofit.Builder().client(new OkHttpClient()).baseUrl(System.getenv("ORDERS_URL")).build();
    return retrofit.create(type);
  }

  String ask() throws Exception {
    return create(Api.class).order("1").execute().body();
  }
}

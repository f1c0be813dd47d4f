package com.shop.order;

import com.shop.order.v1.MutinyPriceGrpc;
import com.shop.order.v1.Catalog;
import com.shop.order.v1.PlaceOrder;
import com.shop.order.v1.Placed;
import io.quarkus.grpc.GrpcService;

public class Reactive {
  @GrpcService
  public static class Prices extends MutinyPriceGrpc.PriceImplBase {
    public Placed price(PlaceOrder request) {
      return null;
    }
  }

  @GrpcService
  public static class CatalogService implements Catalog {
    public Placed list(PlaceOrder request) {
      return null;
    }
  }
}

package com.shop.web;

import com.shop.order.v1.Catalog;
import com.shop.order.v1.MutinyPriceGrpc;
import com.shop.order.v1.PriceGrpc;
import com.shop.order.v1.Placed;
import io.grpc.ManagedChannel;
import io.micronaut.grpc.annotation.GrpcChannel;
import io.quarkus.grpc.GrpcClient;

public class Clients {
  @GrpcClient("catalog")
  Catalog catalog;

  @GrpcClient("prices")
  MutinyPriceGrpc.MutinyPriceStub prices;

  public Placed list() {
    return catalog.list(null);
  }

  public Placed price() {
    return prices.withWaitForReady().price(null);
  }

  static class Micronaut {
    PriceGrpc.PriceBlockingStub stub(@GrpcChannel("prices") ManagedChannel channel) {
      return PriceGrpc.newBlockingStub(channel);
    }

    Placed ask(PriceGrpc.PriceBlockingStub stub) {
      return stub.price(null);
    }

    Placed direct(@GrpcChannel("stock") ManagedChannel channel) {
      return PriceGrpc.newBlockingStub(channel).price(null);
    }
  }
}

package com.shop.web;

import com.shop.order.v1.OrderServiceGrpc;
import com.shop.order.v1.PriceGrpc;
import com.shop.order.v1.Placed;
import io.grpc.Channel;
import net.devh.boot.grpc.client.inject.GrpcClient;
import org.springframework.grpc.client.GrpcChannelFactory;

public class Web {
  @GrpcClient("orders")
  private OrderServiceGrpc.OrderServiceBlockingStub orders;

  @GrpcClient("prices")
  private Channel prices;

  public Placed place() {
    return orders.withCompression("gzip").placeOrder(null);
  }

  public Placed price() {
    return PriceGrpc.newBlockingStub(prices).price(null);
  }

  public Placed other(GrpcChannelFactory channels) {
    return PriceGrpc.newBlockingStub(channels.createChannel("stock")).price(null);
  }
}

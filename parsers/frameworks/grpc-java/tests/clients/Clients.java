package com.shop.web;

import com.shop.order.v1.OrderServiceGrpc;
import com.shop.order.v1.OrderServiceGrpc.OrderServiceBlockingStub;
import com.shop.order.v1.PlaceOrder;
import com.shop.order.v1.Placed;
import com.shop.order.v1.PriceGrpc;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

public class Clients {
  private final OrderServiceBlockingStub orders;

  public Clients(String host) {
    ManagedChannel channel = ManagedChannelBuilder.forAddress(host, 9090).usePlaintext().build();
    orders = OrderServiceGrpc.newBlockingStub(channel);
  }

  public static void main(String[] args) {
    new Clients(System.getenv("ORDERS_HOST")).place();
  }

  public Placed place() {
    return orders.withDeadlineAfter(2, TimeUnit.SECONDS).placeOrder(null);
  }

  public void price() {
    ManagedChannel channel = ManagedChannelBuilder.forTarget("dns:///prices:9090").build();
    PriceGrpc.PriceFutureStub stub = PriceGrpc.newFutureStub(ClientInterceptors.intercept(channel, null));
    MetadataUtils.attachHeaders(stub, null).price(PlaceOrder.getDefaultInstance());
    PriceGrpc.newStub(stub.getChannel()).watch(null, null);
  }

  public void more() {
    ManagedChannel netty = NettyChannelBuilder.forAddress(new InetSocketAddress("stock", 7070)).build();
    com.shop.stock.StockGrpc.newBlockingStub(netty).take(null);
    ManagedChannel plain = Grpc.newChannelBuilder("mail:5000", InsecureChannelCredentials.create()).build();
    com.shop.mail.MailerGrpc.newBlockingStub(plain).send(null);
  }

  // Whoever makes this tells the address.
  static class Injected {
    private final PriceGrpc.PriceBlockingStub stub;

    Injected(PriceGrpc.PriceBlockingStub stub) {
      this.stub = stub;
    }

    Placed ask() {
      return stub.price(null);
    }
  }
}

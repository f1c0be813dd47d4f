package com.shop.order;

import com.shop.order.v1.OrderServiceGrpc;
import com.shop.order.v1.OrderServiceGrpc.OrderServiceImplBase;
import com.shop.order.v1.PlaceOrder;
import com.shop.order.v1.Placed;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;

public class OrderServer {
  public static void main(String[] args) throws Exception {
    Server server = ServerBuilder.forPort(9090).addService(new Orders()).build();
    server.start();
  }

  static class Orders extends OrderServiceImplBase {
    Orders() {}

    @Override
    public void placeOrder(PlaceOrder request, StreamObserver<Placed> answer) {
      answer.onCompleted();
    }
  }

  static class Audited extends Orders {
    @Override
    public void placeOrder(PlaceOrder request, StreamObserver<Placed> answer) {
      super.placeOrder(request, answer);
    }
  }

  static class Plain implements OrderServiceGrpc.AsyncService {
    @Override
    public void cancelOrder(PlaceOrder request, StreamObserver<Placed> answer) {}
  }
}

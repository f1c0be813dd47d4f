import os

import grpc

import order_pb2
import order_pb2_grpc
from prices.price_pb2_grpc import PriceStub


class Orders:
    def __init__(self, address):
        self.stub = order_pb2_grpc.OrderServiceStub(grpc.insecure_channel(address))

    def place(self, order):
        return self.stub.PlaceOrder(order, timeout=2)

    def later(self, order):
        return self.stub.CancelOrder.future(order)


async def price():
    async with grpc.aio.secure_channel("prices:443", grpc.ssl_channel_credentials()) as channel:
        stub = PriceStub(channel)
        return await stub.Price(order_pb2.Order())


def watched(interceptor):
    channel = grpc.intercept_channel(grpc.insecure_channel("prices:9000"), interceptor)
    for one in PriceStub(channel).Watch(order_pb2.Order()):
        print(one)


Orders(os.environ["ORDERS_ADDR"]).place(None)
Orders("orders:9090").later(None)

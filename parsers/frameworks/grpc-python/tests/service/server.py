import grpc
from concurrent import futures

from shop.order import order_pb2
from shop.order import order_pb2_grpc


class Base(order_pb2_grpc.OrderServiceServicer):
    def __init__(self, store):
        self.store = store


class Orders(Base):
    def PlaceOrder(self, request, context):
        return order_pb2.Placed()


def serve():
    server = grpc.server(futures.ThreadPoolExecutor())
    order_pb2_grpc.add_OrderServiceServicer_to_server(Orders({}), server)
    server.start()

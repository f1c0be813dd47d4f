import pika
from pika.adapters.asyncio_connection import AsyncioConnection


class Listener:
    def connect(self):
        self.connection = AsyncioConnection(pika.URLParameters("amqp://mq"), on_open_callback=self.on_connected)

    def on_connected(self, connection):
        self.channel = connection.channel(on_open_callback=self.on_channel)

    def on_channel(self, channel):
        channel.queue_declare("audit", durable=True)
        channel.queue_bind("audit", "shop-events", "order.*")
        channel.basic_consume("audit", on_message_callback=self.on_message)

    def on_message(self, channel, method, properties, body):
        print(body)


Listener().connect()

import aio_pika
import pika
from kombu import Exchange, Queue

channel = pika.BlockingConnection(pika.ConnectionParameters("rabbit")).channel()
channel.queue_declare(
    queue="orders.wait",
    durable=True,
    arguments={"x-message-ttl": 1000, "x-dead-letter-exchange": "orders", "x-dead-letter-routing-key": "order.late"},
)
channel.queue_declare("mails", arguments={"x-dead-letter-exchange": "lost"})
channel.queue_declare(queue="plain", arguments={"x-max-length": 10})
channel.queue_declare(queue="bare")

video = Queue(
    "video",
    Exchange("media"),
    routing_key="video.new",
    queue_arguments={"x-dead-letter-exchange": "lost", "x-dead-letter-routing-key": "video"},
)


async def declare():
    connection = await aio_pika.connect_robust("amqp://rabbit")
    channel = await connection.channel()
    arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "stock.lost"}
    await channel.declare_queue("stock", durable=True, arguments=arguments)

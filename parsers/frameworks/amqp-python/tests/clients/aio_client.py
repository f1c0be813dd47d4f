import aio_pika


async def run():
    connection = await aio_pika.connect_robust("amqp://rabbit")
    channel = await connection.channel()
    exchange = await channel.declare_exchange("shop", "topic")
    other = await channel.declare_exchange(name="other")
    queue = await channel.declare_queue("stock")
    await queue.bind(exchange, routing_key="order.*")
    await exchange.publish(aio_pika.Message(b"x"), routing_key="order.placed")
    await other.publish(aio_pika.Message(b"x"), "order.kept")
    await channel.default_exchange.publish(aio_pika.Message(b"x"), routing_key="mails")
    await channel.default_exchange.publish(aio_pika.Message(b"x"), routing_key=queue.name)
    await queue.consume(print)

import pika

QUEUE = "billing"
connection = pika.BlockingConnection(pika.ConnectionParameters("rabbit"))
channel = connection.channel()
channel.exchange_declare(exchange="shop", exchange_type="topic")
declared = channel.queue_declare(queue=QUEUE)
channel.queue_declare("other")
channel.queue_bind(queue=declared.method.queue, exchange="shop", routing_key="order.*")
channel.basic_publish(exchange="shop", routing_key="order.placed", body="x")
channel.basic_publish(exchange="", routing_key="mails", body="x")
channel.basic_consume(queue=QUEUE, on_message_callback=print)

import pika
def created(body): print(body["id"])
def paid(body): print(body["id"])
HANDLERS = {"order.created": created, "order.paid": paid}
def main():
    channel = pika.BlockingConnection(pika.ConnectionParameters("rabbit")).channel()
    channel.queue_declare(queue="mail")
    for key, handler in HANDLERS.items():
        channel.queue_bind(queue="mail", exchange="shop", routing_key=key)
    for key in HANDLERS:
        channel.queue_bind(queue="mail2", exchange="shop", routing_key=key)
    for key in HANDLERS.keys():
        channel.queue_bind(queue="mail3", exchange="shop", routing_key=key)
    channel.basic_consume(queue="mail", on_message_callback=lambda *a: 1)
    channel.basic_consume(queue="mail2", on_message_callback=lambda *a: 1)
    channel.basic_consume(queue="mail3", on_message_callback=lambda *a: 1)
main()

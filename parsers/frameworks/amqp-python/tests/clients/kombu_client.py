from kombu import Connection, Exchange, Producer, Queue

exchange = Exchange("media", "direct")
queue = Queue("video", exchange=exchange, routing_key="video.new")

with Connection("amqp://rabbit") as connection:
    producer = connection.Producer()
    producer.publish({"name": "x"}, exchange=exchange, routing_key="video.new")
    with connection.Consumer([queue], callbacks=[print]):
        pass
    Producer(connection).publish({}, exchange=exchange, routing_key="video.old")

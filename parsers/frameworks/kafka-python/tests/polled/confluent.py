import json
from confluent_kafka import Consumer
consumer = Consumer({"bootstrap.servers": "kafka:9092", "group.id": "c"})
consumer.subscribe(["orders"])
while True:
    msg = consumer.poll(1.0)
    if msg is None:
        continue
    order = json.loads(msg.value().decode("utf-8"))
    print(order["id"], order.get("note"))

import json
from kafka import KafkaConsumer
consumer = KafkaConsumer("orders", value_deserializer=lambda m: json.loads(m))
for message in consumer:
    order = message.value
    print(order["id"], order["amount"])

import os

import faust
from aiokafka import AIOKafkaProducer
from confluent_kafka import Consumer, Producer
from kafka import KafkaConsumer, KafkaProducer

TOPIC = os.getenv("TOPIC", "orders")

producer = KafkaProducer(bootstrap_servers="kafka:9092")
producer.send(TOPIC, b"x")

for message in KafkaConsumer("returns", group_id="g"):
    print(message)

consumer = KafkaConsumer(bootstrap_servers="kafka:9092")
consumer.subscribe(["a", "b"])


async def run():
    sender = AIOKafkaProducer()
    await sender.send_and_wait("async", b"x")


confluent = Producer({"bootstrap.servers": "kafka:9092"})
confluent.produce("payments", value=b"x")
listener = Consumer({"group.id": "g"})
listener.subscribe(["payments"])

app = faust.App("shop")
stock = app.topic("stock")


@app.agent(stock)
async def on_stock(stream):
    await stock.send(value="x")

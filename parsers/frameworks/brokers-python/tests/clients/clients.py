import nats
import paho.mqtt.client as mqtt
import redis


async def run():
    client = await nats.connect("nats://nats:4222")
    await client.publish("orders.placed", b"x")
    await client.subscribe("orders.*")
    stream = client.jetstream()
    await stream.publish("orders.kept", b"x")


store = redis.Redis(host="redis")
store.publish("orders", "x")
listener = store.pubsub()
listener.subscribe("orders")

device = mqtt.Client()
device.publish("home/door", "open")
device.subscribe("home/#")

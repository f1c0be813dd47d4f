import json
from kafka import KafkaConsumer
def run():
    consumer = KafkaConsumer("bills")
    while True:
        batch = consumer.poll(timeout_ms=100)
        for tp, records in batch.items():
            for record in records:
                bill = json.loads(record.value)
                print(bill["number"])
run()

import json
import os

import boto3

sqs = boto3.client("sqs")
sns = boto3.client("sns")
events = boto3.client("events")


def queues(order):
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(order))
    url = sqs.get_queue_url(QueueName="billing")["QueueUrl"]
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "x"}])
    sqs.receive_message(QueueUrl=url)
    queue = boto3.resource("sqs").get_queue_by_name(QueueName="jobs")
    queue.send_message(MessageBody="x")
    queue.receive_messages()


def topics(order):
    sns.publish(TopicArn=os.environ["TOPIC_ARN"], Message=json.dumps({"id": order["id"]}))
    boto3.resource("sns").Topic("arn:topic").publish(Message="x")


def bus(orders):
    events.put_events(
        Entries=[
            {"Source": "shop.orders", "DetailType": "OrderPlaced", "EventBusName": os.environ["BUS"], "Detail": json.dumps(o)}
            for o in orders
        ]
    )


def streams(order):
    kinesis = boto3.client("kinesis")
    kinesis.put_record(StreamName="clicks", Data=json.dumps({"type": "click"}), PartitionKey="1")
    kinesis.get_shard_iterator(StreamName="clicks", ShardId="1", ShardIteratorType="LATEST")
    boto3.client("firehose").put_record(DeliveryStreamName="lake", Record={"Data": "x"})


def devices(order):
    boto3.client("iot-data").publish(topic="orders/live", qos=1, payload=json.dumps(order))
    boto3.client(service_name="iot-data").publish(topic="orders/all", payload="x")
    boto3.Session().client("iot-data").publish(topic=os.environ["TOPIC"], payload="x")

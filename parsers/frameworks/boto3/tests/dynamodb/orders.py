import os

import boto3
from boto3.dynamodb.types import TypeSerializer
from mypy_boto3_dynamodb.service_resource import Table

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["ORDERS_TABLE"])
client = boto3.client("dynamodb", region_name="eu-west-1")
named = boto3.client(service_name="dynamodb")


def read(key):
    table.get_item(Key=key)
    table.query(IndexName="byDate")
    dynamodb.Table(name="carts").scan()
    client.query(TableName="orders")
    client.get_paginator("scan").paginate(TableName=table.name)
    client.batch_get_item(RequestItems={"orders": {}, os.environ["LINES_TABLE"]: {}})
    dynamodb.meta.client.get_item(TableName="carts", Key=key)
    named.transact_get_items(TransactItems=[{"Get": {"TableName": "stock", "Key": key}}])


def read_all():
    answer = client.batch_get_item(RequestItems={"orders": {}})
    while answer.get("UnprocessedKeys"):
        answer = client.batch_get_item(RequestItems=answer["UnprocessedKeys"])


def write(order):
    table.put_item(Item=order)
    table.update_item(Key={})
    client.put_item(TableName="orders", Item=TypeSerializer().serialize(order))
    client.delete_item(TableName="orders", Key={})
    with table.batch_writer() as batch:
        batch.put_item(Item=order)
        batch.delete_item(Key={})
    client.batch_write_item(RequestItems={"orders": [{"PutRequest": {"Item": order}}]})
    dynamodb.batch_write_item(RequestItems={"orders": [{"DeleteRequest": {"Key": {}}}]})
    client.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": "orders", "Item": order}},
            {"Update": {"TableName": "stock"}},
            {"Delete": {"TableName": "carts"}},
            {"ConditionCheck": {"TableName": "customers"}},
        ]
    )


def typed(things: Table):
    things.put_item(Item={})


def stream():
    boto3.client("dynamodbstreams").get_shard_iterator(StreamArn=os.environ["STREAM_ARN"])

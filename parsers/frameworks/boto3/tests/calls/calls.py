import dataclasses
import os

import boto3
import requests

ssm = boto3.client("ssm")


def parameter(client, name):
    return client.get_parameter(Name=name)["Parameter"]["Value"]


@dataclasses.dataclass
class Order:
    id: str


def run(event):
    boto3.client("lambda").invoke(FunctionName=parameter(ssm, "/shop/price-function"), Payload="{}")
    sfn = boto3.client("stepfunctions")
    sfn.start_execution(stateMachineArn=os.environ["MACHINE_ARN"])
    sfn.get_activity_task(activityArn="arn:activity")
    sfn.send_task_success(taskToken=event["token"], output="{}")
    boto3.client("scheduler").create_schedule(Name="x", Target={"Arn": os.environ["TARGET_ARN"]})
    ssm.get_parameters(Names=["/shop/a"])
    ssm.put_parameter(Name="/shop/b", Value="x")
    secret = boto3.client("secretsmanager").get_secret_value(SecretId="shop/url")["SecretString"]
    requests.get(secret)
    boto3.resource("dynamodb").Table("orders").put_item(Item=dataclasses.asdict(Order("1")))


def elsewhere(session):
    session.client("sns").publish(TopicArn="arn:topic", Message="x")

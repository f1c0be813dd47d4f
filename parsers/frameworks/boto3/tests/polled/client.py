import json, os
import boto3
sqs = boto3.client("sqs")
QUEUE = "jobs"
URL = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
def main():
    while True:
        response = sqs.receive_message(QueueUrl=URL, MaxNumberOfMessages=10, WaitTimeSeconds=20)
        for message in response.get("Messages", []):
            body = json.loads(message["Body"])
            print(body["jobId"])
            sqs.delete_message(QueueUrl=URL, ReceiptHandle=message["ReceiptHandle"])
main()

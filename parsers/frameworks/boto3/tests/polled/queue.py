import json, boto3
q = boto3.resource("sqs").get_queue_by_name(QueueName="jobs2")
for m in q.receive_messages():
    body = json.loads(m.body)
    print(body["jobId"])
    m.delete()

import { SQSClient, SQS, SendMessageCommand, SendMessageBatchCommand, ReceiveMessageCommand,
  GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { SNSClient, SNS, PublishCommand, PublishBatchCommand } from "@aws-sdk/client-sns";
import { EventBridge, EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { Kinesis, KinesisClient, PutRecordCommand, PutRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import { Firehose, FirehoseClient, PutRecordCommand as Deliver, PutRecordBatchCommand } from "@aws-sdk/client-firehose";

const sqs = new SQSClient({});
const sns = new SNSClient({});
const bus = new EventBridgeClient({});

export async function queues(order: { id: string }) {
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(order) }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: "q", Entries: [{ Id: "1", MessageBody: "x" }] }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "billing" }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await new SQS({}).sendMessage({ QueueUrl: "q", MessageBody: "x" });
  await new SQS({}).receiveMessage({ QueueUrl: "q" });
}

export async function topics(order: { id: string }) {
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message: JSON.stringify({ id: order.id }) }));
  await sns.send(new PublishBatchCommand({ TopicArn: "t", PublishBatchRequestEntries: [{ Id: "1", Message: "m" }] }));
  await new SNS({}).publish({ TopicArn: "t", Message: "m" });
}

export async function events(order: { id: string }) {
  const entry = {
    Source: "shop.orders",
    DetailType: "OrderPlaced",
    EventBusName: process.env.BUS_NAME,
    Detail: JSON.stringify({ id: order.id }),
  };
  await bus.send(new PutEventsCommand({ Entries: [entry, { ...entry, DetailType: "OrderSeen" }] }));
  const many = ["a", "b"].map((id) => ({ Source: "shop.orders", DetailType: "OrderShipped", Detail: id }));
  await new EventBridge({}).putEvents({ Entries: many });
}

export async function streams(order: { id: string }) {
  const kinesis = new KinesisClient({});
  await kinesis.send(new PutRecordCommand({ StreamName: "clicks", Data: Buffer.from(JSON.stringify(order)), PartitionKey: "1" }));
  await kinesis.send(new PutRecordsCommand({ StreamName: "clicks", Records: [{ Data: Buffer.from("x"), PartitionKey: "1" }] }));
  await kinesis.send(new GetShardIteratorCommand({ StreamName: "clicks", ShardId: "1", ShardIteratorType: "LATEST" }));
  await new Kinesis({}).putRecord({ StreamName: "clicks", Data: Buffer.from("x"), PartitionKey: "1" });
  const firehose = new FirehoseClient({});
  await firehose.send(new Deliver({ DeliveryStreamName: "lake", Record: { Data: Buffer.from("x") } }));
  await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: "lake", Records: [{ Data: Buffer.from("x") }] }));
  await new Firehose({}).putRecord({ DeliveryStreamName: "lake", Record: { Data: Buffer.from("x") } });
}

export async function handed(client: any) {
  const answer = await client.send(new GetQueueUrlCommand({ QueueName: "handed" }));
  await client.send(new SendMessageCommand({ QueueUrl: answer.QueueUrl, MessageBody: "x" }));
}

import { IoTDataPlane, IoTDataPlaneClient, PublishCommand as Tell } from "@aws-sdk/client-iot-data-plane";

export async function devices(order: { id: string }) {
  await new IoTDataPlaneClient({}).send(new Tell({ topic: `orders/${order.id}`, payload: JSON.stringify(order) }));
  await new IoTDataPlane({}).publish({ topic: process.env.IOT_TOPIC, payload: "x" });
}

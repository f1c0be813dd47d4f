import * as AWS from "aws-sdk";
import { S3 } from "aws-sdk";
import SQS from "aws-sdk/clients/sqs";

const s3 = new S3();
const sqs = new SQS();

export async function storage(name: string) {
  await s3.getObject({ Bucket: "invoices", Key: name }).promise();
  await s3.upload({ Bucket: process.env.BUCKET!, Key: name, Body: "" }).promise();
  await s3.deleteObject({ Bucket: "invoices", Key: name }).promise();
  s3.getSignedUrl("putObject", { Bucket: "uploads", Key: name });
  s3.getSignedUrl("getObject", { Bucket: "downloads", Key: name });
}

export async function messages(order: object) {
  await sqs.sendMessage({ QueueUrl: process.env.QUEUE_URL!, MessageBody: JSON.stringify(order) }).promise();
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: "jobs" }).promise();
  await sqs.receiveMessage({ QueueUrl: QueueUrl! }).promise();
  await new AWS.SNS().publish({ TopicArn: process.env.TOPIC_ARN, Message: "x" }).promise();
  await new AWS.EventBridge().putEvents({ Entries: [{ Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify(order) }] }).promise();
  await new AWS.CloudWatchEvents().putEvents({ Entries: [{ Source: "shop", DetailType: "OrderSeen", Detail: "{}" }] }).promise();
  const kinesis = new AWS.Kinesis();
  await kinesis.putRecord({ StreamName: process.env.STREAM!, Data: JSON.stringify({ schema: "shop/order", id: 1 }), PartitionKey: "1" }).promise();
  await kinesis.getShardIterator({ StreamName: "clicks", ShardId: "1", ShardIteratorType: "LATEST" }).promise();
  await new AWS.Firehose().putRecord({ DeliveryStreamName: "lake", Record: { Data: "x" } }).promise();
}

export async function calls(token: string) {
  await new AWS.Lambda().invoke({ FunctionName: process.env.PRICE_FUNCTION! }).promise();
  const sfn = new AWS.StepFunctions();
  await sfn.startExecution({ stateMachineArn: process.env.MACHINE_ARN! }).promise();
  await sfn.getActivityTask({ activityArn: "arn:activity" }).promise();
  await sfn.sendTaskSuccess({ taskToken: token, output: "{}" }).promise();
  const ssm = new AWS.SSM();
  const { Parameter } = await ssm.getParameter({ Name: "/shop/url" }).promise();
  await fetch(Parameter!.Value!);
  await ssm.getParametersByPath({ Path: "/shop" }).promise();
  const secret = await new AWS.SecretsManager().getSecretValue({ SecretId: "shop/url" }).promise();
  await fetch(secret.SecretString!);
}

export function signed() {
  const endpoint = new AWS.Endpoint(process.env.SEARCH_HOST!);
  new AWS.HttpRequest(endpoint, "eu-west-1");
  fetch(new AWS.HttpRequest("http://graph/graphql").toString());
  fetch(endpoint.href);
}

export const devices = (order: object) =>
  new AWS.IotData({ endpoint: "x" }).publish({ topic: "orders/live", payload: JSON.stringify(order) }).promise();

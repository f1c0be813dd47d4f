import { PutCommand } from "./commands";
import { DynamoDBClient, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";

class Mail {
  send(message: object) {
    return message;
  }
}

export async function nothing(document: any) {
  await new DynamoDBClient({}).send(new DescribeTableCommand({ TableName: "orders" }));
  new Mail().send(new PutCommand({ TableName: "orders", Item: {} }));
  await new SNSClient({}).send(new PublishCommand({ PhoneNumber: "+100", Message: "hello" }));
  document.put({ TableName: "orders" });
}

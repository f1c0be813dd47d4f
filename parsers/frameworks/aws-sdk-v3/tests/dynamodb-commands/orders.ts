import { DynamoDBClient, PutItemCommand, GetItemCommand, QueryCommand as LowQuery, ScanCommand,
  UpdateItemCommand, DeleteItemCommand, BatchGetItemCommand, BatchWriteItemCommand,
  TransactWriteItemsCommand, TransactGetItemsCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import * as lib from "@aws-sdk/lib-dynamodb";
import { DynamoDBDocumentClient, PutCommand, GetCommand, UpdateCommand, DeleteCommand, BatchGetCommand,
  BatchWriteCommand, TransactWriteCommand, TransactGetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";

const low = new DynamoDBClient({});
const doc = DynamoDBDocumentClient.from(low);
const table = process.env.ORDERS_TABLE!;

export async function save(order: any) {
  await low.send(new PutItemCommand({ TableName: table, Item: marshall(order) }));
  const put = new PutCommand({ TableName: `${process.env.STAGE}-orders`, Item: order });
  await doc.send(put);
}

export async function load(id: string) {
  await low.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } } }));
  await low.send(new LowQuery({ TableName: table }));
  await low.send(new ScanCommand({ TableName: table }));
  await doc.send(new GetCommand({ TableName: "orders", Key: { id } }));
  await doc.send(new lib.QueryCommand({ TableName: "orders", IndexName: "byDate" }));
  await doc.send(new lib.ScanCommand({ TableName: "orders" }));
  for await (const page of paginateScan({ client: low }, { TableName: "orders" })) console.log(page);
  for await (const page of paginateQuery({ client: doc }, { TableName: "orders" })) console.log(page);
}

export async function change(id: string) {
  const params = { TableName: table, Key: { id: { S: id } } };
  await low.send(new UpdateItemCommand(params));
  await low.send(new DeleteItemCommand(params));
  await doc.send(new UpdateCommand({ ...params, UpdateExpression: "SET a = :a" }));
  await doc.send(new DeleteCommand({ TableName: "orders", Key: { id } }));
}

export async function many(items: any[]) {
  await low.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [] } } }));
  await doc.send(new BatchGetCommand({ RequestItems: { orders: { Keys: [] }, lines: { Keys: [] } } }));
  await low.send(new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item: items[0] } }] } }));
  await doc.send(new BatchWriteCommand({
    RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) },
  }));
  await doc.send(new BatchWriteCommand({ RequestItems: { lines: [{ DeleteRequest: { Key: { id: "1" } } }] } }));
}

export async function again(remove: string[]) {
  let answer = await low.send(new BatchGetItemCommand({ RequestItems: { orders: { Keys: [] } } }));
  while (answer.UnprocessedKeys) {
    answer = await low.send(new BatchGetItemCommand({ RequestItems: answer.UnprocessedKeys }));
  }
  const requests: any[] = [];
  fill(requests, remove);
  const input: any = { RequestItems: { orders: requests } };
  input.RequestItems[table] = requests;
  await low.send(new BatchWriteItemCommand(input));
  const work: any = { TransactItems: [] };
  work.TransactItems.push({ Delete: { TableName: "lines", Key: {} } });
  await low.send(new TransactWriteItemsCommand(work));
}

function fill(requests: any[], remove: string[]) {
  for (const id of remove) requests.push({ DeleteRequest: { Key: { id } } });
}

export async function together(order: any) {
  await low.send(new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName: "orders", Item: order } },
      { Update: { TableName: "stock", Key: {} } },
      { Delete: { TableName: "carts", Key: {} } },
      { ConditionCheck: { TableName: "customers", Key: {} } },
    ],
  }));
  await doc.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: table, Item: order } }] }));
  await low.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: "customers", Key: {} } }] }));
  await doc.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName: "stock", Key: {} } }] }));
}

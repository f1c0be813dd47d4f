import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Repository } from "./repository";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const orders = new Repository(client, process.env.ORDERS!);
const carts = new Repository(client, "carts");

export async function place(id: string) {
  const cart = await carts.get(id);
  await orders.put(cart);
}

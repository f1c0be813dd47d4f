import { Table } from "dynamodb-toolbox";
import { Table as SubTable } from "dynamodb-toolbox/table";
import { Entity, GetItemCommand, PutItemCommand, UpdateItemCommand, DeleteItemCommand, QueryCommand } from "dynamodb-toolbox";

export const shop = new Table({ name: process.env.TABLE_NAME, partitionKey: { name: "pk", type: "string" } });
const other = new SubTable({ name: "other" });
const Order = new Entity({ name: "ORDER", table: shop });

export async function run(item: object) {
  await Order.build(GetItemCommand).key({}).send();
  await Order.build(PutItemCommand).item(item).send();
  await Order.build(UpdateItemCommand).item(item).send();
  await Order.build(DeleteItemCommand).key({}).send();
  await shop.build(QueryCommand).query({}).send();
  await other.scan({});
}

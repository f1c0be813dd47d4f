import { Table } from "@typedorm/common";
import { createConnection, getEntityManager } from "@typedorm/core";
import { Order } from "./order";

const table = new Table({ name: process.env.TABLE_NAME!, partitionKey: "PK" });
const connection = createConnection({ table, entities: [Order] });

export async function run(order: Order) {
  await connection.entityManager.create(order);
  await connection.entityManager.findOne(Order, { id: "1" });
  await getEntityManager().update(Order, { id: "1" }, {});
  await getEntityManager().find(Order, { id: "1" });
}

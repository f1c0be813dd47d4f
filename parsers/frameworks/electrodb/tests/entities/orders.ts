import { Entity } from "electrodb";

const table = process.env.TABLE_NAME;
export const Orders = new Entity({ model: { entity: "order", version: "1", service: "shop" }, attributes: {}, indexes: {} }, { table });

export async function run(id: string) {
  await Orders.get({ id }).go();
  await Orders.query.byCustomer({ id }).go();
  await Orders.scan.go();
  await Orders.put({ id }).go();
  await Orders.update({ id }).set({ a: 1 }).go();
  await Orders.delete({ id }).go();
}

import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, serial } from 'drizzle-orm/pg-core';
import { eq } from 'drizzle-orm';

export const orders = pgTable('customer_orders', { id: serial('id') });
export const items = pgTable('items', { id: serial('id') });
const db = drizzle(process.env.DATABASE_URL!);

export async function work() {
  await db.insert(orders).values({});
  await db.delete(items).where(eq(items.id, 1));
  return db.select().from(orders).leftJoin(items, eq(items.id, orders.id));
}

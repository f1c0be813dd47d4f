import dynogels from 'dynogels-promisified';
import plain from 'dynogels';

const Order = dynogels.define('Order', { hashKey: 'id', tableName: process.env.ORDERS_TABLE });
const Account = plain.define('Account', { hashKey: 'id' });

export const place = (order: object) => Order.createAsync(order);
export const find = (id: string) => Order.query(id).limit(3).execAsync();
export const close = (id: string) => Account.destroy(id, () => {});
export const one = (id: string) => Account.get(id, () => {});

import { wrap } from '@mikro-orm/core';

export class Order {}

export const orders = {
  find: (what: unknown) => wrap(what as object),
  persist: (order: Order) => order,
};
orders.find(Order);

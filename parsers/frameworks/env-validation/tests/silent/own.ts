import { z } from 'zod';

const names = { get: (name: string) => name };
const order = z.object({ id: z.string() });

export function own(body: unknown) {
  return [order.parse(body), names.get('STOCK_URL')];
}

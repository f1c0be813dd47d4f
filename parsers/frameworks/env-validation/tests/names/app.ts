import { createEnv } from '@t3-oss/env-core';
import axios from 'axios';
import env from 'env-var';
import { cleanEnv, url } from 'envalid';
import { z } from 'zod';

const stock = env.get('STOCK_URL').required().asString();
const prices = env.get('PRICES_URL').default('http://prices').asUrlString();
const checked = cleanEnv(process.env, { ORDERS_URL: url() });
const schema = z.object({ USERS_URL: z.string().url() }).passthrough();
const parsed = schema.parse(process.env);
const typed = createEnv({ server: { MAIL_URL: z.string() }, runtimeEnv: process.env });

export async function run() {
  await axios.get(stock);
  await axios.get(prices);
  await axios.get(checked.ORDERS_URL);
  await axios.get(parsed.USERS_URL);
  await axios.get(typed.MAIL_URL);
}

import { createChannel, createClient, createClientFactory, createServer } from 'nice-grpc';
import { PriceDefinition } from './gen/price';

const channel = createChannel('prices:8080');
const prices = createClient(PriceDefinition, channel);

export async function ask() {
  const more = createClientFactory().create(PriceDefinition, createChannel(process.env.PRICES!));
  await more.watch({});
  return prices.price({});
}

const server = createServer();
server.add(PriceDefinition, { async price(request) { return {}; } });

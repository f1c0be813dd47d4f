import { ChannelCredentials, Server, credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { CartServiceClient, CartServiceService } from './gen/cart_grpc_pb';

const { CART_ADDR = '' } = process.env;
const carts = new CartServiceClient(CART_ADDR, ChannelCredentials.createInsecure());

export const get = (id: string) =>
  new Promise((resolve, reject) => carts.getCart({ id }, (error, cart) => (error ? reject(error) : resolve(cart))));

const Stock = makeGenericClientConstructor({}, 'shop.Stock');
const stock = new Stock('stock:9000', credentials.createSsl());
stock.take({}, () => undefined);

const server = new Server();
server.addService(CartServiceService, { getCart: (call, answer) => answer(null, {}) });

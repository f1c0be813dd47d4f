import { status } from '@grpc/grpc-js';
import { HttpClient } from './http';

const client = new HttpClient('http://orders', status.OK);
client.placeOrder({});

class Server {
  addService(name: string, handlers: object) {}
}
new Server().addService('orders', { place() {} });

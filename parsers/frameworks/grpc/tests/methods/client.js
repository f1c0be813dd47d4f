const { promisify } = require('util');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const shop = grpc.loadPackageDefinition(loader.loadSync('order.proto')).shop;
const orders = new shop.OrderService('orders:9090', grpc.credentials.createInsecure());

orders.placeOrder({}, (error, placed) => console.log(error, placed));
orders.cancelOrder.call(orders, {});
orders.close();

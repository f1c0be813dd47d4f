const grpc = require('@grpc/grpc-js');

const client = { placeOrder: () => grpc.status.OK };
client.placeOrder({});

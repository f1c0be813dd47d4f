const grpc = require('grpc');

const shop = grpc.load('shop.proto').shop;
const client = new shop.Currency(process.env.CURRENCY_ADDR, grpc.credentials.createInsecure());

client.convert({}, (error, answer) => console.log(error, answer));

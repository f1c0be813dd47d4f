const amqp = require('amqplib');
const handlers = { 'order.created': (o) => console.log(o.id), 'order.sent': (o) => console.log(o.id) };
async function start() {
  const channel = await (await amqp.connect('amqp://rabbit')).createChannel();
  for (const [key, handle] of Object.entries(handlers)) {
    await channel.assertQueue('b.' + key);
    await channel.bindQueue('b.' + key, 'shop', key);
    channel.consume('b.' + key, (m) => handle(JSON.parse(m.content)));
  }
  for (const key of Object.keys(handlers)) channel.bindQueue('other', 'shop', key);
  channel.consume('other', () => {});
  for (const key in handlers) channel.bindQueue('third', 'shop', key);
  channel.consume('third', () => {});
  const map = new Map([['order.lost', () => {}], ['order.back', () => {}]]);
  map.forEach((handler, key) => channel.bindQueue('fourth', 'shop', key));
  channel.consume('fourth', () => {});
}
start();

// Keys that only a request knows.
async function open(channel, listeners) {
  Object.entries(listeners).forEach(([key, handler]) => channel.bindQueue('open', 'shop', key));
}
module.exports = { open };

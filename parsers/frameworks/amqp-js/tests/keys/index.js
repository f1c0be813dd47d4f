const amqp = require('amqplib');
const { onCreated, onPaid } = require('./handlers');
const EX = 'shop';
const handlers = {
  'order.created': onCreated,
  'order.paid': onPaid,
};
async function start() {
  const c = await amqp.connect(process.env.RABBIT);
  const channel = await c.createChannel();
  const q = await channel.assertQueue('billing');
  await channel.assertExchange(EX, 'topic');
  Object.entries(handlers).forEach(([key, handler]) => {
    channel.bindQueue(q.queue, EX, key);
  });
  channel.consume(q.queue, (msg) => {
    const handler = handlers[msg.fields.routingKey];
    handler(JSON.parse(msg.content.toString()));
  });
}
start();

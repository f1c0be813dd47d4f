const amqp = require('amqplib');

const EXCHANGE = 'shop';

async function run(order) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
  const exchange = await channel.assertExchange('audit', 'fanout');
  const q = await channel.assertQueue('billing');
  await channel.bindQueue(q.queue, EXCHANGE, 'order.*');
  await channel.bindExchange('copy', exchange.exchange, '');
  channel.publish(EXCHANGE, 'order.placed', Buffer.from(JSON.stringify(order)));
  channel.sendToQueue('mails', Buffer.from('x'));
  channel.consume(q.queue, (message) => channel.ack(message));
}

module.exports = { run };

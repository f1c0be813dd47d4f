const amqp = require('amqplib');

const options = {
  durable: true,
  arguments: { 'x-dead-letter-exchange': 'lost', 'x-dead-letter-routing-key': 'bill' },
};

async function start() {
  const connection = await amqp.connect('amqp://rabbit');
  const channel = await connection.createChannel();
  await channel.assertQueue('orders.wait', { messageTtl: 60000, deadLetterExchange: 'orders', deadLetterRoutingKey: 'order.late' });
  await channel.assertQueue('bills', options);
  await channel.assertQueue('mails', { deadLetterExchange: 'lost' });
  await channel.assertQueue('plain', { arguments: { 'x-max-length': 10 } });
  await channel.assertQueue('bare');
}

start();

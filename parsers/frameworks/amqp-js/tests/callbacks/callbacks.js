const amqp = require('amqplib/callback_api');

amqp.connect('amqp://rabbit', (error, connection) => {
  connection.createChannel((failed, channel) => {
    channel.assertQueue('jobs', { durable: true });
    channel.bindQueue('jobs', 'work', 'done');
    channel.sendToQueue('jobs', Buffer.from('x'));
    channel.consume('jobs', (message) => channel.ack(message));
  });
});

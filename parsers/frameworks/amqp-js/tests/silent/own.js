const amqp = require('./amqp');
const channel = amqp.connect();
channel.publish('shop', 'key', 'x');

const { Kafka } = require('./kafka');
const producer = new Kafka().producer();
producer.send({ topic: 'orders', messages: [] });

const Kafka = require('node-rdkafka');
const kafkaNode = require('kafka-node');

const producer = new Kafka.Producer({ 'metadata.broker.list': 'kafka:9092' });
producer.produce('orders', null, Buffer.from('x'), 'key');
const consumer = new Kafka.KafkaConsumer({ 'group.id': 'g' }, {});
consumer.subscribe(['orders']);

const client = new kafkaNode.KafkaClient();
const sender = new kafkaNode.Producer(client);
sender.send([{ topic: 'mails', messages: 'x' }], () => {});
new kafkaNode.Consumer(client, [{ topic: 'mails', partition: 0 }], {});

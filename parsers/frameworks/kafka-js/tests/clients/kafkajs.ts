import { Kafka, Producer } from 'kafkajs';

const TOPIC = 'orders';
const kafka = new Kafka({ clientId: 'shop', brokers: ['kafka:9092'] });
const producer: Producer = kafka.producer();
const consumer = kafka.consumer({ groupId: 'stock' });

export async function run(order: object) {
  await producer.connect();
  await producer.send({ topic: TOPIC, messages: [{ key: '1', value: JSON.stringify(order) }] });
  await producer.sendBatch({ topicMessages: [{ topic: 'audit', messages: [{ value: 'x' }] }] });
  const transaction = await producer.transaction();
  await transaction.send({ topic: 'payments', messages: [{ value: 'x' }] });
  await consumer.subscribe({ topic: 'returns', fromBeginning: true });
  await consumer.subscribe({ topics: ['a', 'b'] });
}

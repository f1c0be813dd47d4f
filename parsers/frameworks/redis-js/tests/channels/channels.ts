import Redis from 'ioredis';
import { createClient } from 'redis';
import Queue from 'bull';
import { Queue as Jobs, Worker } from 'bullmq';

const publisher = createClient({ url: process.env.REDIS_URL });
const subscriber = publisher.duplicate();
const other = new Redis();

export async function run() {
  await publisher.publish('orders', 'x');
  await subscriber.subscribe('orders', () => {});
  other.psubscribe('audit.*');
}

const mails = new Queue('mails', { redis: { host: 'redis' } });
mails.add({ to: 'x' });
mails.process(async () => {});

const jobs = new Jobs('jobs');
jobs.add('first', {});
new Worker('jobs', async () => {});

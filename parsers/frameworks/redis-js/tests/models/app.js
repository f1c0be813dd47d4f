const redis = require('redis');
const Redis = require('ioredis');

const host = process.env.REDIS_HOST || 'redis';
const client = redis.createClient({ host });
const modern = redis.createClient({ url: 'redis://sessions:6379' });
const io = new Redis('redis://queue/2');
const plain = new Redis();

exports.work = async (id) => {
  client.get('cart:' + id, () => {});
  client.incr('count');
  await modern.hSet('a', 'b', 'c');
  await io.multi().del('x').exec();
  await plain.lrange('list', 0, 1);
};

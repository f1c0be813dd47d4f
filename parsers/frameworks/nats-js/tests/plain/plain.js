const { connect, StringCodec } = require('nats');
const codec = StringCodec();

async function run() {
  const nc = await connect({ servers: process.env.NATS_URL });
  nc.publish('orders.placed', codec.encode('x'));
  await nc.request('stock.check', codec.encode('x'));
  nc.subscribe('orders.*');
  const js = nc.jetstream();
  await js.publish('orders.kept', codec.encode('x'));
}

run();

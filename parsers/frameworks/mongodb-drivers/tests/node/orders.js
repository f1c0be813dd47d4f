const { MongoClient } = require('mongodb');

function connect() {
  MongoClient.connect('mongodb://db:27017/shop', (error, client) => {
    const db = client.db('shop');
    db.collection('products').find({}).toArray();
  });
}

async function use(id) {
  const client = await new MongoClient('mongodb://db:27017/shop').connect();
  const orders = client.db('shop').collection('orders');
  await orders.insertOne({ id });
  await client.db().collection('carts').deleteMany({});
}

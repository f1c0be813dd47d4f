const { MongoClient } = require('mongodb');

const client = new MongoClient('mongodb://db/shop');

module.exports = () =>
  client.db('shop').collection('orders').aggregate([{ $lookup: { from: 'invoices', as: 'x' } }, { $sort: {} }]);

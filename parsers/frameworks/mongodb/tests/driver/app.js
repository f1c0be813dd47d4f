const mongoClient = require('mongodb').MongoClient;

let db, products;
mongoClient.connect(process.env.MONGO_URL || 'mongodb://mongodb:27017/catalogue', (error, client) => {
  db = client.db('catalogue');
  products = db.collection('products');
});

exports.list = () => products.find({}).toArray();
exports.add = (doc) => db.collection('added').insertOne(doc);

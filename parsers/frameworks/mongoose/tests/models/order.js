const { Schema, model, connect, createConnection } = require('mongoose');

const schema = new Schema({ total: Number }, { collection: 'placed_orders' });
exports.Order = model('Order', schema);
exports.Person = model('Person', new Schema({}));
exports.Stock = model('Stock', new Schema({}), 'stock');

connect(process.env.MONGO_URI);
const archive = createConnection('mongodb://archive:27017/old');
exports.Old = archive.model('OldEntry', new Schema({}));

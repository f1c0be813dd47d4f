const mongoose = require('mongoose');

const orderSchema = new mongoose.Schema({
  customer: { type: mongoose.Schema.Types.ObjectId, ref: 'Customer' },
  tags: [{ type: mongoose.Schema.Types.ObjectId, ref: 'Tag' }],
  note: String,
});
const visitSchema = new mongoose.Schema({ shop: { ref: 'Shop' } }, { collection: 'all_visits' });
const Order = mongoose.model('Order', orderSchema);
const Visit = mongoose.model('Visit', visitSchema);
const Mark = mongoose.model('Mark', orderSchema, 'marked');

module.exports = async () => {
  await Order.find().populate('customer').populate({ path: 'tags' });
  await Order.findOne({}).populate('note');
  await Visit.find().populate('shop');
  await Mark.find().populate('customer');
  await Order.find().populate({ path: 'any', model: 'Person' });
  await Order.find().populate('any', 'name', 'Person');
  await Order.aggregate([{ $match: {} }, { $lookup: { from: 'invoices', as: 'x' } }]);
};

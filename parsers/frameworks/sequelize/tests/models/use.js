const { Order, Stock, Frozen, OrderItem, Person, Clerk, Box } = require('./models');
const all = require('./collected');

exports.work = async (id) => {
  const order = await Order.create({});
  await order.update({ total: 1 });
  await Order.findAll({ include: [{ model: OrderItem }] });
  await Stock.scope('low').findOne({});
  await Frozen.destroy({});
  await OrderItem.build({}).save();
  await Person.findAll();
  const clerk = await Clerk.create({});
  await clerk.destroy();
  await Box.count();
  await all[id].Invoice.findByPk(1);
  await all[id].Invoice.bulkCreate([]);
};

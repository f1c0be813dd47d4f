const dynamoose = require("dynamoose");
const schema = new dynamoose.Schema({ id: String });
const Order = dynamoose.model("Order", schema, { tableName: process.env.ORDERS_TABLE });
const Cart = dynamoose.model("Cart", schema);

exports.run = async (id) => {
  await Order.get(id);
  await Cart.query("id").eq(id).exec();
  await Order.create({ id });
  await Cart.update({ id }, { open: false });
  const order = new Order({ id });
  await order.save();
};

const { Table, Entity } = require("dynamodb-toolbox");
const table = new Table({ name: "legacy" });
const Cart = new Entity({ name: "Cart", table });
exports.run = async (item) => {
  await Cart.put(item);
  await Cart.query("x");
  await Cart.table.scan();
};

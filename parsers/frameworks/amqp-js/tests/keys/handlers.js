exports.onCreated = (order) => console.log(order.id);
exports.onPaid = (order) => console.log(order.amount);

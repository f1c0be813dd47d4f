const { connect } = require('./bus');
const client = connect();
client.publish('orders', 'x');
client.subscribe('orders');

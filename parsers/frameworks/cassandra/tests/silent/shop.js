const { types } = require('cassandra-driver');

const machine = { execute: (text) => text };
module.exports = () => machine.execute('SELECT * FROM orders', types.Uuid);

const knex = require('knex');

exports.up = function (db) {
  return db.schema.createTable('orders', (t) => t.increments('id')).then(() => db.schema.renameTable('orders', 'placed'));
};

exports.down = (db) => db.schema.dropTable('orders');

module.exports.knex = knex;

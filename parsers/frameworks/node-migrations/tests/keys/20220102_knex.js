const knex = require('knex');

exports.up = (db) =>
  db.schema
    .createTable('orders', (table) => {
      table.increments('id');
      table.integer('customer_id').unsigned().references('id').inTable('customers').onDelete('CASCADE');
      table.uuid('tag_id').references('tags.id');
      table.foreign('mark_id', 'fk_mark').references('id').inTable('marks');
      table.string('note').notNullable();
    })
    .alterTable('orders', function (t) {
      t.dropForeign('customer_id');
      t.dropColumn('tag_id');
    });

module.exports.knex = knex;

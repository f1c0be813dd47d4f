const knex = require('knex');
const { Model } = require('objection');

const db = knex({ client: 'pg', connection: { host: 'orders-db', database: 'orders' } });
const log = knex({ client: 'mysql2', connection: process.env.LOG_URL });
const plain = require('knex')(require('./knexfile'));

class Animal extends Model {
  static get tableName() {
    return 'animals';
  }
}

exports.work = async (id) => {
  await db('orders').insert({ id });
  await db('orders').join('users', 'a', 'b').select('*');
  await db.select('id').from('items').where({ id });
  await log.withSchema('x').table('lines').del();
  await plain('things').as('t').first();
  await Animal.query().insert({});
  return Animal.query().findById(id);
};

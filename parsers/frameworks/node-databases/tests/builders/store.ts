import knex from 'knex';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';

const db = knex({ client: 'pg' });

export async function store(source: DataSource) {
  await db('orders').insert({ id: 1 });
  await db('customers').where({ id: 1 });
  await db.raw('SELECT * FROM totals');
  await source.query('SELECT * FROM stock');
  const sequelize = new Sequelize('postgres://db/shop');
  await sequelize.query('UPDATE sellers SET name = ?');
}

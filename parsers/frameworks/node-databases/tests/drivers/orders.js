const { Pool, Client } = require('pg');
const mysql = require('mysql2/promise');
const oldMysql = require('mysql');
const Sqlite = require('better-sqlite3');
const sql = require('mssql');
const postgres = require('postgres');
const { Request } = require('tedious');
const pgp = require('pg-promise')();

const pool = new Pool({ host: process.env.DB_HOST, database: 'orders' });

async function load(id, table) {
  await pool.query('SELECT * FROM orders o LEFT JOIN lines l ON l.order_id = o.id WHERE o.id = $1', [id]);
  await pool.query({ text: `INSERT INTO "order events" (id) VALUES ($1)`, values: [id] });
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(`UPDATE orders SET state = ${id}`);
  await client.query(`SELECT * FROM ${process.env.ORDERS_TABLE}`);
  const one = new Client(process.env.DATABASE_URL);
  await one.query('DELETE FROM carts');
}

async function others() {
  const conn = await mysql.createPool({ host: 'db', database: 'shop' }).getConnection();
  await conn.execute('SELECT * FROM `users` WHERE id = ?', [1]);
  await conn.query({ sql: 'INSERT INTO logins SET ?' }, {});
  oldMysql.createPool('mysql://db/shop').query('SELECT * FROM prices', () => {});
  const lite = new Sqlite('x.db');
  lite.prepare('SELECT * FROM cache').all();
  const wide = await sql.connect('server=x');
  await wide.request().query('SELECT * FROM [sales].[Orders]');
  await sql.query`SELECT * FROM Lines WHERE id = ${1}`;
  new Request('DELETE FROM dbo.Queue', () => {});
  const pg = postgres('postgres://db/shop');
  await pg`SELECT * FROM stock WHERE sku = ${1}`;
  const db = pgp('postgres://db/shop');
  await db.any('SELECT * FROM sellers');
}

function legacy(connection) {
  connection.query('SELECT * FROM visits', () => {});
}

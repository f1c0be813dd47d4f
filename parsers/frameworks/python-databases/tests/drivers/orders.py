import os

import aiomysql
import aiosqlite
import asyncpg
import mysql.connector
import psycopg
import psycopg2
import psycopg2.extras
import pymysql
import sqlite3
from psycopg2 import sql
from psycopg2.pool import ThreadedConnectionPool
from psycopg_pool import ConnectionPool

SELECT_ORDER = """
    SELECT o.id, c.name -- the customer's, not ours
      FROM orders o
      JOIN public.customers c ON c.id = o.customer_id
     WHERE o.id = %(id)s
"""


def load(order_id):
    conn = psycopg2.connect(host="orders-db", dbname="orders")
    with conn.cursor() as cur:
        cur.execute(SELECT_ORDER, {"id": order_id})
        cur.execute("WITH late AS (SELECT id FROM invoices) SELECT * FROM late")
        cur.execute("SELECT 1")
        psycopg2.extras.execute_values(cur, "INSERT INTO order_lines (a, b) VALUES %s", [])
        cur.copy_from(open("x.csv"), "imports")
        cur.execute(sql.SQL("DELETE FROM {} WHERE id = %s").format(sql.Identifier("anything")))
        return cur.fetchone()


def archive(month, where):
    with psycopg.connect(os.environ["DATABASE_URL"]) as conn:
        conn.execute("UPDATE orders_" + month + " SET archived = true")
        conn.execute("DELETE FROM order_archive" + where)
        conn.execute(f"SELECT * FROM {os.environ['REPORT_TABLE']} WHERE day = %s")


async def newer():
    db = await asyncpg.create_pool(os.environ["DATABASE_URL"])
    await db.fetch("select * from stock where sku = $1", "a")
    async with db.acquire() as conn:
        await conn.execute("insert into stock_moves values ($1)", 1)
    one = await asyncpg.connect(host="orders-db", database="orders")
    await one.fetchrow("select * from stock_levels")


def pooled():
    pool = ThreadedConnectionPool(1, 5, host="orders-db", dbname="orders")
    pool.getconn().cursor().execute("SELECT * FROM pooled_orders")
    with ConnectionPool("postgresql://orders-db/orders") as other:
        with other.connection() as conn:
            conn.execute("TRUNCATE pooled_lines")


def others():
    pymysql.connect(host="db", database="shop").cursor().execute("REPLACE INTO `shop`.`prices` VALUES (1)")
    pymysql.connect(host="db", db="shop").cursor().executemany("INSERT IGNORE INTO prices_old VALUES (%s)", [])
    mysql.connector.connect(host="db", database="shop").cursor().execute("SELECT * FROM sellers LIMIT %s")
    sqlite3.connect("local.db").execute("create table if not exists cache (k text)")
    sqlite3.connect("local.db").cursor().executescript("DELETE FROM cache; DELETE FROM log;")


async def async_others():
    async with aiosqlite.connect("local.db") as db:
        await db.execute("SELECT * FROM cache")
    pool = await aiomysql.create_pool(host="db", db="shop")
    async with pool.acquire() as conn:
        async with conn.cursor() as cur:
            await cur.execute("SELECT * FROM prices")

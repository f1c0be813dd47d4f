import oracledb
import psycopg2
import pymysql


def run(name):
    psycopg2.connect("postgresql://db/shop").cursor().callproc("place_order", (1,))
    pymysql.connect(host="db", database="shop").cursor().callproc("transfer")
    oracledb.connect(dsn="x").cursor().callfunc("k.total", int)
    psycopg2.connect("postgresql://db/shop").cursor().execute("EXECUTE prepared(1)")
    psycopg2.connect("postgresql://db/shop").cursor().execute("SELECT now(), count(*) FROM orders")

import databases
import pandas
import pyodbc
from django.db import connection, connections
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_engine("postgresql://reports-db/reports")
later = create_async_engine("postgresql+asyncpg://reports-db/reports")
db = databases.Database("postgresql://reports-db/reports")


def report(session, day):
    session.execute(text("SELECT * FROM sales s, regions r WHERE s.region = r.id AND day = :day"), {"day": day})
    session.execute(text("now()"))
    pandas.read_sql("SELECT * FROM forecasts", engine)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sales SET total = total + 1")
    with connections["old"].cursor() as cursor:
        cursor.execute("SELECT * FROM sales_old")
    pyodbc.connect("DSN=x").cursor().execute("SELECT TOP 3 * FROM [dbo].[Sales Plan] WITH (NOLOCK)")


async def newer():
    await db.fetch_all(query="SELECT * FROM notes")

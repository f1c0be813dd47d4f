import psycopg2


class Cursor:
    def execute(self, text):
        return text


def words(conn):
    Cursor().execute("select from the list")
    print("delete from the list")
    conn.tell("insert into the box")
    psycopg2.extensions.adapt("select * from words")

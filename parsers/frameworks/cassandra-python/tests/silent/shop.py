from cassandra import ConsistencyLevel


class Machine:
    def execute(self, text):
        return text, ConsistencyLevel.ONE


def run():
    return Machine().execute("SELECT * FROM orders")

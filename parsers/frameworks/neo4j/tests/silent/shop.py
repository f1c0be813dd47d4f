import neo4j


def driver(url):
    return neo4j.__version__, url


driver("bolt://graph:7687")

from neo4j import GraphDatabase

driver = GraphDatabase.driver("bolt://graph:7687", auth=("a", "b"))

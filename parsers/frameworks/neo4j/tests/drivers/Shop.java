package shop;

import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

class Shop {
  Driver driver = GraphDatabase.driver("bolt://graph:7687");
}

package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Table;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.mapping.Document;
import org.springframework.data.repository.CrudRepository;

@Entity
class OrderLine {}

@Entity
@Table(name = "T_ORDERS")
class Order {}

@Entity
class BigOrder extends Order {}

@Document
class Customer {}

@Document(collection = "visits")
class Visit {}

@Document("carts")
class Cart {}

@org.springframework.data.relational.core.mapping.Table("flat")
class Flat {}

@org.springframework.data.redis.core.RedisHash("sessions")
class Session {}

@org.springframework.data.cassandra.core.mapping.Table("events")
class Event {}

@org.springframework.data.neo4j.core.schema.Node("Person")
class Person {}

@org.springframework.data.elasticsearch.annotations.Document(indexName = "articles")
class Article {}

interface Lines extends JpaRepository<OrderLine, Long> {}

interface Orders extends CrudRepository<Order, Long> {}

interface BigOrders extends CrudRepository<BigOrder, Long> {}

interface Customers extends CrudRepository<Customer, String> {}

interface Carts extends CrudRepository<Cart, String> {}

interface Flats extends CrudRepository<Flat, String> {}

interface Sessions extends CrudRepository<Session, String> {}

interface Events extends CrudRepository<Event, String> {}

interface Persons extends CrudRepository<Person, String> {}

interface Articles extends CrudRepository<Article, String> {}

class Store {
  private final Lines lines;
  private final EntityManager manager;
  private final MongoTemplate mongo;

  Store(Lines lines, EntityManager manager, MongoTemplate mongo) {
    this.lines = lines;
    this.manager = manager;
    this.mongo = mongo;
  }

  void use(OrderLine line, Visit visit) {
    lines.save(line);
    lines.findAll();
    manager.persist(line);
    manager.find(Order.class, 1);
    mongo.save(visit);
    mongo.insert(visit, "archive");
    mongo.findAll(Visit.class);
    mongo.updateFirst(null, null, Visit.class);
  }
}

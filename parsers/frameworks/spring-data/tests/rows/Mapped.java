package shop.more;

import io.quarkus.hibernate.orm.panache.PanacheEntity;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.repository.CrudRepository;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import org.hibernate.Session;

@MappedSuperclass
class Dated {}

@Entity
@Inheritance(strategy = InheritanceType.JOINED)
class Payment extends Dated {}

@Entity
class CardPayment extends Payment {}

@Entity
class Fruit extends PanacheEntity {}

@MongoEntity(collection = "things")
class Thing {}

class Things implements PanacheMongoRepository<Thing> {}

@MappedEntity("books_of_shop")
class Book {}

interface Books extends CrudRepository<Book, Long> {}

class Work {
  private Session session;
  private EntityManager manager;

  void use(CardPayment card) {
    session.saveOrUpdate(card);
    manager.createQuery("select p from Payment p", Payment.class);
    new Fruit().persist();
    Fruit.listAll();
  }
}

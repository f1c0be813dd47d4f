package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import org.springframework.data.jpa.repository.Query;

@Entity
@Table(name = "t_orders")
class Order {
}

@Entity
@NamedNativeQuery(name = "late", query = "SELECT * FROM late_lines")
class OrderLine {
}

interface Orders {
  @Query("SELECT o FROM Order o JOIN o.lines l JOIN FETCH OrderLine x ON x.order = o WHERE o.id = :id")
  Order find(long id);

  @Query("from Order where id = ?1")
  Order short_(long id);

  @Query(value = "UPDATE t_orders SET paid = 1", nativeQuery = true)
  void pay();

  @Query(value = "DELETE FROM OrderLine l WHERE l.id = ?1", nativeQuery = false)
  void remove(long id);
}

class Store {
  EntityManager em;

  void use() {
    em.createQuery("UPDATE Order o SET o.paid = true");
    em.createNativeQuery("SELECT * FROM t_orders, order_totals");
  }
}

package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Table;

@Entity(name = "order_streams")
class OrderStream {
}

@Entity(name = "lines")
@Table(name = "t_lines")
class Line {
}

class Store {
  EntityManager em;

  void use() {
    em.persist(new OrderStream());
    em.persist(new Line());
  }
}

package shop;

import jakarta.persistence.*;
import java.util.*;
import org.springframework.data.jpa.repository.JpaRepository;

@Entity
class Customer {
  @OneToMany(mappedBy = "customer")
  private List<Order> orders;
}

@Entity
class Item {
  @ManyToOne
  private Order order;
}

@Entity
class Tag {}

@Entity
class Note {}

@Entity
class Voucher {}

@Entity
@Table(name = "T_ORDERS")
class Order {
  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
  private List<Item> items = new ArrayList<>();

  @ManyToMany
  private Set<Tag> tags;

  @ManyToMany
  @JoinTable(name = "order_vouchers")
  private Map<String, Voucher> vouchers;

  @ElementCollection
  private List<String> phoneNumbers;

  @ElementCollection
  @CollectionTable(name = "order_marks")
  private Set<String> marks;

  @OneToMany
  @JoinColumn(name = "order_id")
  private List<Note> notes;

  // Nothing holds the two together but the id.
  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
  private Customer payer;

  private Customer guest;

  private Customer owner;

  @OneToOne(fetch = FetchType.LAZY)
  public Customer getOwner() {
    return owner;
  }
}

interface Orders extends JpaRepository<Order, Long> {}

interface Tags extends JpaRepository<Tag, Long> {}

class Shop {
  private final Orders orders;
  private final Tags tags;

  Shop(Orders orders, Tags tags) {
    this.orders = orders;
    this.tags = tags;
  }

  void place(Order order) {
    orders.save(order);
  }

  Order one(long id) {
    return orders.findById(id).get();
  }

  void forget(long id) {
    orders.deleteById(id);
  }

  void tag(Tag tag) {
    tags.save(tag);
  }
}

@org.neo4j.ogm.annotation.NodeEntity
class Shelf {}

interface Shelves extends org.springframework.data.neo4j.repository.GraphRepository<Shelf> {}

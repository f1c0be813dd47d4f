package shop;

import jakarta.persistence.Entity;
import org.springframework.data.repository.CrudRepository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@Entity
class Order {}

@Entity
class Invoice {}

interface Orders extends CrudRepository<Order, Long> {}

interface Invoices extends CrudRepository<Invoice, Long> {}

class Billing {
  private final Invoices invoices;

  Billing(Invoices invoices) {
    this.invoices = invoices;
  }

  void bill() {
    invoices.save(new Invoice());
  }
}

class Shop {
  private final Orders orders;
  private final Billing billing;
  private final TransactionTemplate template;

  Shop(Orders orders, Billing billing, TransactionTemplate template) {
    this.orders = orders;
    this.billing = billing;
    this.template = template;
  }

  @Transactional
  void place() {
    orders.save(new Order());
    billing.bill();
  }

  void forget() {
    orders.deleteAll();
    template.execute(status -> {
      orders.save(new Order());
      billing.bill();
      return null;
    });
  }
}

@Transactional
class Whole {
  private final Orders orders;
  private final Invoices invoices;

  Whole(Orders orders, Invoices invoices) {
    this.orders = orders;
    this.invoices = invoices;
  }

  void both() {
    orders.save(new Order());
    invoices.save(new Invoice());
  }

  void one() {
    orders.save(new Order());
  }
}

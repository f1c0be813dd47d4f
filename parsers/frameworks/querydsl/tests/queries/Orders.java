package shop;

import static shop.QCustomer.customer;

import com.querydsl.jpa.impl.JPADeleteClause;
import com.querydsl.jpa.impl.JPAQuery;
import com.querydsl.jpa.impl.JPAQueryFactory;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Table;
import org.springframework.data.jpa.repository.support.QuerydslRepositorySupport;

@Entity
@Table(name = "orders")
class Order {}

@Entity
class Customer {}

@Entity
class OrderLine {}

@Entity
class Quota {}

class Orders {
  private final JPAQueryFactory factory;
  private final EntityManager manager;
  private static final QOrderLine LINE = QOrderLine.orderLine;

  Orders(JPAQueryFactory factory, EntityManager manager) {
    this.factory = factory;
    this.manager = manager;
  }

  void use() {
    factory.selectFrom(QOrder.order).join(QOrder.order.lines, LINE).fetchJoin().fetch();
    factory.select(customer.name).from(customer).where(customer.id.eq(1L)).fetchOne();
    QOrder other = new QOrder("other");
    factory.update(other).set(other.total, 1).execute();
    factory.delete(QOrderLine.orderLine).execute();
    new JPADeleteClause(manager, customer).execute();
    new JPAQuery<Order>(manager).from(other).fetchCount();
  }
}

class Quotas extends QuerydslRepositorySupport {
  Quotas() {
    super(Quota.class);
  }

  void all() {
    from(QQuota.quota).fetch();
  }
}

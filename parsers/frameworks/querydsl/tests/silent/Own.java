package shop;

import com.querydsl.core.types.Predicate;

class QOrder {
  static final QOrder order = new QOrder();
}

class Own {
  Own selectFrom(Object what) {
    return this;
  }

  void run(Predicate predicate) {
    selectFrom(QOrder.order);
  }
}

package shop;

import static org.acme.generated.Tables.CUSTOMERS;
import static org.jooq.impl.DSL.table;

import org.acme.generated.Tables;
import org.jooq.DSLContext;

class Shop {
  private final DSLContext dsl;

  Shop(DSLContext dsl) {
    this.dsl = dsl;
  }

  void run() {
    dsl.selectFrom(CUSTOMERS).fetch();
    dsl.select().from(Tables.ORDERS).join(Tables.ORDER_LINES).on().fetch();
    dsl.insertInto(Tables.ORDERS).values(1).execute();
    dsl.selectFrom(table("notes")).fetch();
    dsl.deleteFrom(table("marks")).execute();
    dsl.fetch("SELECT * FROM visits");
  }
}

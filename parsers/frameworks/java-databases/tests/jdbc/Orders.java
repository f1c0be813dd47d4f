package shop;

import io.r2dbc.spi.Batch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.r2dbc.core.DatabaseClient;

class Orders {
  private static final String FIND =
      "SELECT o.id, c.name "
          + "FROM orders o INNER JOIN customers c ON c.id = o.customer_id "
          + "WHERE o.id = ?";
  private JdbcTemplate jdbc;
  private NamedParameterJdbcTemplate named;
  private JdbcClient client;
  private DatabaseClient reactive;

  void use(Connection connection, String clause) throws Exception {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.executeQuery();
    }
    Statement statement = connection.createStatement();
    statement.executeUpdate("INSERT INTO audit.trail SELECT * FROM orders");
    jdbc.queryForObject("select count(*) from invoices i where i.paid = 0 " + clause, Integer.class);
    jdbc.update("MERGE INTO stock USING dual ON (sku = ?) WHEN MATCHED THEN UPDATE SET n = n + 1");
    named.update("delete from carts where id = :id", null);
    client.sql("SELECT * FROM shop.sellers").query();
    reactive.sql(() -> "nothing").fetch();
    reactive.sql("UPDATE prices SET amount = $1").fetch();
    new SimpleJdbcInsert(jdbc).withTableName("visits").usingColumns("a");
  }

  void batch(Batch batch) {
    batch.add("TRUNCATE TABLE day_totals");
  }

  void wrapped(boolean old, String sort, int page) {
    String order = "rank DESC";
    if (old) order = sort + " LIMIT " + page;
    String wrapper = "{} {order}";
    String query = wrapper.replace("{}", "SELECT * FROM ratings r").replace("{order}", order);
    jdbc.queryForList(query);
    jdbc.queryForList(sort + " AND r.id = ? ORDER BY r.id");
    String month = old ? "sales_2020" : "sales_2021";
    jdbc.queryForList("SELECT id FROM " + month + " WHERE paid = 1");
  }
}

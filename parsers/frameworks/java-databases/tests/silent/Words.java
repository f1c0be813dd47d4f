package shop;

import org.springframework.jdbc.core.JdbcTemplate;

class Words {
  String note = "select from the list";

  void words(Box box, JdbcTemplate jdbc) {
    box.execute("insert into the box");
    box.sql("select * from words");
    jdbc.setFetchSize(1);
    jdbc.queryForObject("select 1", Integer.class);
    jdbc.execute("SET search_path TO x");
  }
}

package bank;

import jakarta.persistence.EntityManager;
import org.springframework.data.jpa.repository.query.Procedure;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.SimpleJdbcCall;

interface Accounts {
  @Procedure(procedureName = "close_account")
  void close(long id);
}

class Bank {
  void run(JdbcTemplate template, EntityManager manager) {
    new SimpleJdbcCall(template).withProcedureName("transfer").execute();
    manager.createStoredProcedureQuery("add_interest").execute();
    template.update("{call bank.book(?)}", 1);
    template.queryForObject("SELECT max(id) FROM accounts", Long.class);
  }
}

package shop;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.mapper.annotations.CqlName;
import com.datastax.oss.driver.api.mapper.annotations.Entity;
import org.springframework.data.cassandra.core.CassandraTemplate;

@Entity
@CqlName("visits")
class Visit {}

class Shop {
  private final CqlSession session;
  private final CassandraTemplate template;

  Shop(CqlSession session, CassandraTemplate template) {
    this.session = session;
    this.template = template;
  }

  void run(Visit visit) {
    session.execute("SELECT * FROM shop.orders WHERE id = 1");
    session.prepare("INSERT INTO lines (id) VALUES (?)");
    template.insert(visit);
    template.selectOneById(1, Visit.class);
  }
}

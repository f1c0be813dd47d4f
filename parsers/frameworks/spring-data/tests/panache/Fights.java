package games;

import io.quarkus.hibernate.reactive.panache.PanacheEntity;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoEntity;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepository;
import jakarta.persistence.Entity;

@Entity
class Hero {}

@Entity
class Villain extends PanacheEntity {}

@MongoEntity(collection = "Fights")
class Fight extends ReactivePanacheMongoEntity {}

class Round extends ReactivePanacheMongoEntity {}

class Judge {}

class Heroes implements PanacheRepository<Hero> {}

@MongoEntity(collection = "judges")
class Referee {}

class Referees implements ReactivePanacheMongoRepository<Referee> {}

class Arena {
  private final Heroes heroes;
  private final Referees referees;

  Arena(Heroes heroes, Referees referees) {
    this.heroes = heroes;
    this.referees = referees;
  }

  void run(Fight fight, Judge judge) {
    heroes.listAll();
    heroes.deleteById(1L);
    Villain.listAll();
    Fight.persist(fight);
    Round.findAll();
    referees.persist(new Referee());
  }
}

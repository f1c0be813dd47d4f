package shop;

import jakarta.persistence.Entity;

@Entity
class NobodyStoresThis {}

interface Own<T, I> {}

interface NotSprings extends Own<NobodyStoresThis, Long> {}

class User {
  private NotSprings own;

  void run() { own.save(new NobodyStoresThis()); }
}

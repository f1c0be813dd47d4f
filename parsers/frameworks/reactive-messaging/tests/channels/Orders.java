package shop;

import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

class Orders {
  @Inject
  @Channel("orders-out")
  Emitter<String> orders;

  void place(String order) { orders.send(order); }

  @Incoming("returns-in")
  @Outgoing("refunds-out")
  String refund(String returned) { return returned; }
}

// Handed on by its name, it is called there.
class Refunds {
  private final Emitter<String> refunds;

  Refunds(@Channel("refunds-made") Emitter<String> refunds) {
    this.refunds = refunds;
  }

  void make(java.util.stream.Stream<String> all) { all.peek(this::check).forEach(this.refunds::sendAndForget); }

  private void check(String one) {}
}

package shop;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.AggregateLifecycle;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

class Order {
  @CommandHandler
  Order(PlaceOrder command) { AggregateLifecycle.apply(new OrderPlaced()); }

  @CommandHandler
  void pay(PayOrder command) { apply(new OrderPaid()); }
}

class Projection {
  @EventHandler
  void on(OrderPlaced event) {}
}

class Controller {
  private final CommandGateway commands;

  Controller(CommandGateway commands) { this.commands = commands; }

  void place() { commands.send(new PlaceOrder()); }
}

class PlaceOrder {}

class PayOrder {}

class OrderPlaced {}

class OrderPaid {}

package shop;

import shop.axon.CommandHandler;
import shop.axon.CommandGateway;

class Own {
  @CommandHandler
  void on(Own command) {}

  void send(CommandGateway commands) { commands.send(new Own()); }
}

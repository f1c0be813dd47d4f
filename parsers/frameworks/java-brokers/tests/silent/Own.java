package shop;

import shop.rabbit.Channel;

class Own {
  void send(Channel channel) { channel.basicPublish("shop", "key", null, null); }
}

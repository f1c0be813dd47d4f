package shop;

import org.springframework.modulith.events.Externalized;

@Externalized("shop.orders::#{#this.id()}")
record OrderShipped(String id) {}

@Externalized(target = "shop.returns")
record OrderReturned(String id) {}

@Externalized
record OrderLost(String id) {}

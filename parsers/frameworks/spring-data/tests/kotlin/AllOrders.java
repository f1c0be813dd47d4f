package com.acme.orders;

import java.util.List;

public class AllOrders {
    private final OrderRepository orders;

    public AllOrders(OrderRepository orders) {
        this.orders = orders;
    }

    public List<Order> all() {
        return orders.findAll();
    }
}

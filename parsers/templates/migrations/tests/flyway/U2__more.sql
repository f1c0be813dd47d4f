DROP TABLE placed_orders;

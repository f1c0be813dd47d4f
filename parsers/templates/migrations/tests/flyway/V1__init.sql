CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint REFERENCES customers (id)
);
CREATE TABLE drafts (id int);
CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open';

CREATE TABLE stock (sku text);

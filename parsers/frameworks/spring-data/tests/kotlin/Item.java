package com.acme.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "stock_items")
public class Item {
    private Long id;
}

package com.acme.orders

open class Table(name: String)

object Orders : Table("orders") { fun insert(x: String) = x }

fun add() = Orders.insert("a")

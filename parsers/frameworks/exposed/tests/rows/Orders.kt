package com.acme.orders

import org.jetbrains.exposed.dao.id.IntIdTable
import org.jetbrains.exposed.sql.*
import org.jetbrains.exposed.sql.transactions.transaction

object Orders : Table("orders") {
    val id = integer("id").autoIncrement()
    val item = varchar("item", 50)
    override val primaryKey = PrimaryKey(id)
}

object Lines : IntIdTable(name = "order_lines")

object Customers : IntIdTable()

class OrderStore {
    fun add(one: String) = transaction {
        Orders.insert {
            it[item] = one
        }
    }

    fun all() = transaction { Orders.selectAll().map { it[Orders.item] } }
    fun drop(id: Int) = transaction { Lines.deleteWhere { Lines.id eq id } }
    fun customers() = transaction { Customers.select { Customers.id greater 1 }.toList() }
}

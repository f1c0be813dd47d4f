package com.acme.orders

import jakarta.persistence.Entity
import jakarta.persistence.Id
import jakarta.persistence.Table
import org.springframework.data.jpa.repository.JpaRepository
import org.springframework.data.mongodb.core.mapping.Document
import org.springframework.data.repository.kotlin.CoroutineCrudRepository
import org.springframework.stereotype.Service

@Entity
@Table(name = "orders")
class Order(@Id val id: Long? = null, var item: String)

@Entity
data class OrderLine(@Id val id: Long)

@Document(collection = "notes")
data class Note(val id: String)

interface OrderRepository : JpaRepository<Order, Long> {
    fun findByItem(item: String): List<Order>
}

interface LineRepository : JpaRepository<OrderLine, Long>
interface NoteRepository : CoroutineCrudRepository<Note, String>
interface ItemRepository : JpaRepository<Item, Long>

@Service
class OrderService(
    private val orders: OrderRepository,
    private val lines: LineRepository,
    private val notes: NoteRepository,
    private val items: ItemRepository,
) {
    fun add(item: String) = orders.save(Order(item = item))
    fun find(item: String) = orders.findByItem(item).map { lines.findById(it.id!!) }
    suspend fun note(id: String) = notes.findById(id)?.also { notes.delete(it) }
    fun item(id: Long) = items.findById(id).orElseThrow()
    fun all() = AllOrders(orders).all()
}

package shop

import org.ktorm.database.Database
import org.ktorm.dsl.*
import org.ktorm.entity.sequenceOf
import org.ktorm.schema.Table
import org.ktorm.schema.int

object Orders : Table<Nothing>("orders") {
    val id = int("id").primaryKey()
}

object Lines : Table<Nothing>(tableName = "order_lines")

class Shop(private val database: Database) {
    fun all() = database.from(Orders).select()
    fun lines() = database.sequenceOf(Lines)
    fun add() = database.insert(Orders) { set(it.id, 1) }
}

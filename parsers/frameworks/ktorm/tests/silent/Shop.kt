package shop

import org.ktorm.logging.Logger

open class Table(name: String)

object Orders : Table("orders")

class Database { fun insert(table: Table, log: Logger) = table }

fun add(database: Database, log: Logger) = database.insert(Orders, log)

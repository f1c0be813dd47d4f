package com.acme.orders

import org.apache.kafka.clients.producer.ProducerRecord
import org.springframework.beans.factory.annotation.Value
import org.springframework.kafka.annotation.KafkaListener
import org.springframework.kafka.core.KafkaTemplate
import org.springframework.stereotype.Component

object Topics {
    const val ORDERS = "orders"
}

enum class Queue(val topic: String) { PAID("order-paid"), SENT("order-sent") }

@Component
class Publisher(
    private val kafka: KafkaTemplate<String, OrderEvent>,
    @Value("\${topics.audit}") private val audit: String,
) {
    fun made(event: OrderEvent) {
        kafka.send(Topics.ORDERS, event.id, event)
    }

    fun paid(event: OrderEvent) = kafka.send(Queue.PAID.topic, event)
    fun audited(event: OrderEvent) = kafka.send(ProducerRecord(audit, event))
    fun all(events: List<OrderEvent>) = events.forEach { send("bulk", it) }
    private fun send(topic: String, event: OrderEvent) = kafka.send(topic, event)
}

data class OrderEvent(val id: String)

@Component
class Listener {
    @KafkaListener(topics = [Topics.ORDERS, "returns"], groupId = "stock")
    fun made(event: OrderEvent) = Unit

    @KafkaListener(topics = ["\${topics.paid:order-paid}"])
    fun paid(event: OrderEvent) {
    }
}

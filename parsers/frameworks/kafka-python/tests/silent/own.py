from shop.kafka import KafkaProducer

KafkaProducer().send("orders", b"x")

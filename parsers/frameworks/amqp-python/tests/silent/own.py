from shop.rabbit import connection

channel = connection.channel()
channel.basic_publish(exchange="shop", routing_key="key", body="x")

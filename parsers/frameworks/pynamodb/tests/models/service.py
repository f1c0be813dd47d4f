from models import Order, raw


def place(event, context):
    order = Order("1")
    order.save()
    for other in Order.query("1"):
        other.delete()
    found = Order.get("2")
    found.refresh()
    found.close()
    with Order.batch_write() as batch:
        batch.save(order)
    Order.create_table()
    raw.get_item("1")
    raw.put_item("2")

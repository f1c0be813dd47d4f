from celery import Celery, shared_task, signature

app = Celery("shop", broker="amqp://rabbit")


@app.task(name="mail.send")
def send_mail(to):
    app.send_task("stock.reserve", args=[to])


@shared_task(name="stock.reserve")
def reserve(item):
    signature("mail.send", args=["x"]).delay()
    app.signature("mail.audit").apply_async()

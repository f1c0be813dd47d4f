from shop.tasks import app


@app.task(name="mail.send")
def send_mail(to):
    app.send_task("stock.reserve")

from flask import Flask
from flask.views import MethodView
from orders import orders, admin
from api import api

app = Flask(__name__)


@app.route("/health")
def health():
    return "ok"


@app.route("/carts", methods=["GET", "POST"])
def carts():
    return "ok"


@app.post("/bills/<int:bill_id>")
def bill(bill_id):
    return "ok"


class Stock(MethodView):
    def get(self):
        return "ok"


app.add_url_rule("/stock", view_func=Stock.as_view("stock"))
app.add_url_rule("/old", "old", health, methods=["GET"])
app.register_blueprint(orders)
app.register_blueprint(admin, url_prefix="/internal")
api.init_app(app)

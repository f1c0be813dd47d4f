from flask import Blueprint

orders = Blueprint("orders", __name__, url_prefix="/orders")
lines = Blueprint("lines", __name__, url_prefix="/lines")
admin = Blueprint("admin", __name__, url_prefix="/admin")


@orders.route("/")
def everything():
    return "ok"


@orders.get("/<order_id>")
def one(order_id):
    return "ok"


@lines.route("/<line_id>", methods=["DELETE"])
def remove(line_id):
    return "ok"


@admin.route("/reset", methods=["POST"])
def reset():
    return "ok"


orders.register_blueprint(lines)
orders.add_url_rule("/count", view_func=one, methods=["GET"])

from flask_restx import Api, Namespace, Resource

api = Api(prefix="/v1")
returns = Namespace("returns")
gifts = api.namespace("gifts", path="/gifts")


@api.route("/payments")
class Payments(Resource):
    def get(self):
        return []


@returns.route("/<id>")
class Returns(Resource):
    def get(self, id):
        return []


@gifts.route("/list")
class Gifts(Resource):
    def get(self):
        return []


api.add_resource(Payments, "/money")

import requests
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, AppSyncResolver
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from aws_lambda_powertools.utilities.parameters import SSMProvider, SecretsProvider, DynamoDBProvider
from aws_lambda_powertools.utilities.parser import parse
from orders import router

app = APIGatewayRestResolver()
graph = AppSyncResolver()
store = DynamoDBPersistenceLayer(table_name="idempotency")


@app.get("/health")
def health():
    return {}


@app.route("/jobs/<job_id>", method=["PUT", "DELETE"])
def jobs(job_id):
    return {}


app.include_router(router, prefix="/orders")


@graph.resolver(type_name="Query", field_name="order")
def order(id):
    url = parameters.get_parameter("/shop/url")
    requests.get(f"{url}/orders/{id}")
    requests.get(parameters.get_secret("shop/secret-url"))
    parameters.get_parameters("/shop")
    requests.get(SSMProvider().get("/shop/second"))
    requests.get(SecretsProvider().get("shop/third"))
    return DynamoDBProvider(table_name="settings").get("x")


def handler(event, context):
    return app.resolve(parse(event), context)

import json


def create(event):
    return {"statusCode": 201}


def listing(event):
    return {"statusCode": 200}


def handler(event, context):
    if event["httpMethod"] == "POST" and event["path"] == "/orders":
        return create(event)
    elif event["httpMethod"] == "GET":
        if event["resource"] == "/orders":
            return listing(event)
        if event["resource"] in ("/orders/{id}", "/orders/{id}/lines"):
            return {"statusCode": 200}
    return {"statusCode": 404}


def http_handler(event, context):
    http = event.get("requestContext", {}).get("http", {})
    method = http.get("method", "").upper()
    path = event.get("rawPath")
    match (method, path):
        case ("GET", "/stock"):
            return {"statusCode": 200}
        case ("PUT", "/stock"):
            return {"statusCode": 200}
    if event["routeKey"] == "DELETE /stock/{id}":
        return {"statusCode": 204}
    return {"statusCode": 404}


def by_table(event, context):
    handlers = {"GET /carts": listing, "POST /carts": create}
    return handlers[event["routeKey"]](event)


def by_text(event, context):
    route = f"{event['httpMethod']} {event['resource']}"
    if route == "GET /bills":
        return {"statusCode": 200}
    if event["httpMethod"] == "GET" or event["httpMethod"] == "HEAD":
        return {"statusCode": 200}
    return json.dumps({})

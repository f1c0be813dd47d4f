def visit(node, event):
    if node.path == "src/main.py":
        return 1
    if event["routeKey"] == "$connect":
        return 2
    if event["httpMethod"] == event["other"]:
        return 3
    return event["resource"] == "orders"

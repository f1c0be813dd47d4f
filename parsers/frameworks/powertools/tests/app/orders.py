from aws_lambda_powertools.event_handler.router import Router

router = Router()


@router.post("/<order_id>/lines")
def add(order_id):
    return {}

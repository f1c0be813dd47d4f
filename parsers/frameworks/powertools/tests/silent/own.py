from aws_lambda_powertools import Logger, Tracer

logger = Logger()
tracer = Tracer()


@tracer.capture_lambda_handler
def handler(event, context):
    logger.info("x")
    return {}

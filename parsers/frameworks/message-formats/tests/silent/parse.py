"""Takes texts apart that are no messages."""

import json


def parse(text):
    return json.loads(text)["orderId"]

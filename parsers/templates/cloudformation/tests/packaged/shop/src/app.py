def place(event, context):
    return event

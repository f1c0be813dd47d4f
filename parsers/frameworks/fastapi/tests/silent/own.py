import clients

api = clients.Api()


@api.get("/health")
def health():
    return {}

from fastapi import FastAPI
from routers import orders, stock

app = FastAPI()
inner = FastAPI()


@app.get("/health")
async def health():
    return {}


@inner.post("/jobs")
async def jobs():
    return {}


@app.api_route("/both", methods=["GET", "PUT"])
async def both():
    return {}


app.include_router(orders.router, prefix="/api")
app.mount("/inner", inner)
app.add_api_route("/added", health, methods=["DELETE"])


def wire(server):
    server.include_router(stock.router)


wire(app)

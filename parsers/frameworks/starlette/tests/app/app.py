from starlette.applications import Starlette
from starlette.routing import Mount, Route, Router


async def home(request):
    return None


async def users(request):
    return None


inner = Starlette(routes=[Route("/deep", users)])
late = Router([Route("/late", users)])
api = [
    Route("/users", users, methods=["GET", "POST"]),
    Mount("/nested", routes=[Route("/inner", home)]),
]
app = Starlette(routes=[Route("/", home), Mount("/api", routes=api), Mount("/app", app=inner)])
app.mount("/late", late)


@app.route("/old", methods=["PUT"])
async def old(request):
    return None


app.add_route("/added", home)

def plain(a, b=1, *rest, c, d: int = 2, **more: str) -> int:
    return a


def positional(a, b, /, c, *, d="x"):
    return


async def fetch(session: "Session", url: str = BASE + "/x") -> bytes:
    async with session.get(url) as response:
        return await response.read()


@app.route("/orders/<id>", methods=["GET"])
@cached
def handler(event, context):
    def inner(x):
        return event, x

    return inner(1)


key = lambda item, *more, default=None: item["id"]
nothing = lambda: None


def gen():
    yield
    got = yield 1
    yield from other()
    from_here = yield fromage


def nested(f=lambda q, r=2: q):
    """Documentation is left out."""
    "and so are lone strings"
    name
    ...
    pass
    f"but {call()} is a call"


if condition:

    def maybe():
        pass


def _private():
    del key[compute()], other
    raise Failure(reason()) from cause()


def check():
    assert valid(x), message()

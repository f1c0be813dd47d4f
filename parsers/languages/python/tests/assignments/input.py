a = b = c = make()
a.b.c = 1
a["k"][i] = 2
x: int = 3
y: Dict[str, "Order"]
z: a.B[int, str] | None = None
x += 1
text += "more"
items += ["one"]
options |= {"k": 1}
text %= name
n -= count()
if (m := pattern.match(line)) is not None:
    use(m)
type Alias = list[int]

first, second = 1, two()
(p, [q, r]) = value
head, *tail = xs
head, *middle, last = xs
one, = xs
s.a, s["b"] = pair
swap, swop = swop, swap
k, v = *xs, 1
a[1:2] = more
for i, (name, price) in enumerate(items, 1):
    pass
for left, right in zip(lefts, rights):
    pass
for key, value in mapping.items():
    pass
for obj.attr in xs:
    pass
with open(path) as f, lock, pool.get() as (conn, n):
    f.read()
with (make() as made):
    pass


def set_global():
    global client, first
    if client is None:
        client = boto3.client("s3")
    local = 1

    def inner():
        client = "another"

    client.update(a=1)

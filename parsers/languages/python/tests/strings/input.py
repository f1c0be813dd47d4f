plain = "orders"
single = 'it''s'
escaped = "a\tb\n\"q\" \\ \x41 \u00e9 \U0001F600 \101 \q \N{BULLET} \
joined"
raw = r"\d+\n"
bytes_ = b"\x00\u0041"
raw_bytes = Rb'\x'
unicode = u"\u20ac"
triple = """one
two"""
empty = ""
adjacent = ("orders" "-" 'table')
mixed = "a" f"{b}" "c" r"\d"
f1 = f"{stage}-orders"
f2 = f"no holes {{braces}}"
f3 = f"{a}{b}"
f4 = f"{{{name}}}"
debug = f"{x=} {y = !s} {z=:d}"
converted = f"{name!r} {name!s} {name!a}"
formats = f"{n:04d}{s:s}{d:%Y-%m-%d}{w:>{width()}}{e:}"
nested = f"{'inner ' + f'{deep}'}:{table["x"]}"
called = F"{client.name()}/{await_me(a, b=1)}"
raw_f = rf"\{name}\d"
bad = "\x4 \u12"
surrogate = "\ud800"

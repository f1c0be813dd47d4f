a = x or "default"
b = x or y or z
c = x and y
d = x and y or z
e = "yes" if test() else "no"
f = a if b else c if d else e
g = not x
h = x == "a"
i = x is None
j = x is not None
k = x in ("a", "b")
l = x in names
m = x not in ["a"]
n = a == b == c
o = x != y
p = (x == (y or z))
q = await thing
r = (((deep)))
s = a < b
t = x in {"a": 1}

match event["type"]:
    case "created" | "updated":
        save()
    case "deleted":
        drop()
    case -1 | 2.5 | None | True:
        numbers()
    case Kind.OTHER as kind:
        use(kind)
    case {"type": "order", "id": id, "nested": {"a": "b"}, **rest} if id > 1:
        order(id)
    case [first, "x", *others, last]:
        listed()
    case (a, b):
        two(a, b)
    case (single):
        one(single)
    case Order(1, kind="x", id=number):
        typed()
    case "a" | name:
        mixed()
    case "con" "cat":
        joined()
    case found if check(found):
        guarded()
    case _:
        default()

match a, b:
    case "x", y:
        pass
    case 1, [z]:
        pass

match = 1
case = match
match(case)

import a

if event["type"] == "created":
    created()
elif event["type"] in ("paid", "sent"):
    moved()
elif check(event):
    checked()
else:
    other()

if one:
    if two:
        inner()
else:
    pass

while waiting():
    poll()
else:
    gave_up()

for x in fetch():
    use(x)
    for y in x:
        use(y)
else:
    done()

try:
    risky()
except (KeyError, ValueError) as error:
    log(error)
except other.Error:
    raise
except:
    anything()
else:
    fine()
finally:
    close()

try:
    group()
except* OSError as many:
    handle(many)


async def run():
    async for x in stream():
        await use(x)
    return x


if __name__ == "__main__":
    main()

from dataclasses import dataclass, field


class Empty:
    pass


class Order(Base, models.Model, Generic[T], metaclass=Meta, table=True):
    """Documentation."""

    objects = Manager()
    name: str
    status: "Status" = "new"
    items: list[Item] = field(default_factory=list)

    class Meta:
        db_table = "orders"

    def __init__(self, table):
        super().__init__(table)
        self.table = table
        self.client: Client = boto3.client("s3")

    def save(this, **values):
        this.table.put_item(Item=values)
        self.not_the_receiver()

        def later():
            return this.table

        return lambda: this.name, lambda this: this.name

    @property
    def total(self):
        return self._total

    @total.setter
    def total(self, value):
        self._total = value

    @functools.cached_property
    def client(self):
        return self.client

    @staticmethod
    def make(self, x):
        return self.x

    @classmethod
    async def load(cls, *args):
        return cls(*args)

    def star(*args):
        return args


class Status(str, Enum):
    NEW = "new"


class Repo(Protocol[T]):
    def find(self, id): ...


@dataclass(frozen=True)
class Point(namedtuple("Point", "x y")):
    x: int = 0


def factory():
    class Local(Order):
        def run(self):
            super(Local, self).run()

    return Local


self = 1

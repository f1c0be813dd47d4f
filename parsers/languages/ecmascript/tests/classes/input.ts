@Module({ imports: [HttpModule], providers: [Orders] })
export class AppModule {}

@Controller('orders')
export class Orders extends mixin(Base)<Order> implements OnInit, bus.Handler<Created> {
  static readonly TABLE: string = 'orders';
  #secret = 1;
  declare typed: Typed;
  @InjectRepository(Order) private readonly orders: Repository<Order>;
  'quoted name' = 2;
  [computed()] = 3;
  handler = async (event: Event) => this.find(event.id);

  constructor(
    private readonly repo: OrdersRepo,
    @InjectModel(User.name) public model: Model<User> | null,
    readonly plain: string[],
    config: ns.Config = defaults,
  ) {
    super(config);
    this.#secret = config.get('secret');
  }

  @Get(':id')
  @UseGuards(Auth)
  async find(@Param('id') id: string, @Body() { name, tags: [first, , third = 'x', ...more] }: Dto = {}) {
    return await this.repo.find!(id as any);
  }

  get table() { return Orders.TABLE; }
  set table(value) { this.typed = value; }
  static get shared() { return this.instance ??= new Orders(); }
  static async *[Symbol.asyncIterator]() { yield* all(); }
  private overload(a: string): void;
  private overload(a: any) { super.overload(a); }
  static { register(Orders); }
}

export abstract class Repo<T> {
  abstract save(t: T): void;
  all() { return this.rows; }
}
export default class extends Repo<Order> {}
const Expr = class Named { run() {} };
interface Deps extends Parent, Other<X> { repo: OrdersRepo; list(): void; readonly bus?: Bus }

const texts = ['a\n\x41\u0042\u{1F600}\ud83d\ude00\
b', "it's \"q\"", `plain`, `multi
line \${no}`, ''];
const url = `http://${process.env.HOST}:${port}/orders/${a + `${b}`}`;
const sum = 'a' + TABLE + ("b" + 1) + x.y;
const numbers = [1, -2, 0x1f, 1_000n];
const constants = [true, false, null, undefined, void 0, /re[/]x/gi];
const either = ok ? 'yes' : no ?? 'maybe';
const or = process.env.TABLE || config.table || 'orders';
const and = a && b.c && d();
const same = x === 'a';
const differs = x != 'a';
const others = [!x, typeof y, x < 1, x in y, x instanceof Y, -x, i++, x | y | z];
const chain = a?.b?.['c']?.(d)!.e;
const casts = [<Order>x, x as unknown as Order, x satisfies T, (x)];
const object = { a, 'b-c': 1, 5: 2, ['d']: 3, [e + f]: 4, ...g, h: { i: [j, ...k] } };
const frozen = Object.freeze({ created: 'order.created' });
const joined = ['a', b].join('-') + ['x', 'y'].join() + "lit".concat(c, 'd');
const listed = ['a', 'b'].includes(x);
const bound = router.get('/x', controller.list.bind(controller));
const sequence = (first(), second());
const query = gql`query ${name} { id }`;
const made = new Map<string, Order>([['a', 1]]), bare = new Bare;
const meta = [import.meta.url, new.target];
const x = y = z = 1;

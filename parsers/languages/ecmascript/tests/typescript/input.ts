enum Kind { created = 'order.created', count = 3, next, computed = size(), unknown, 'quoted' = `t` }
const enum Flags { none, one = 1 << 0, two }
declare enum Outside { a = 'a' }
declare const injected: string;
declare module 'x' { export const ignored: number; }
declare global { interface Window { y: number } }
namespace A.B { export const c = 'c'; }
type T = { [K in keyof U]: V } | ((a: string) => void);
let a: string | undefined, b: 'x' | 'y', c: Map<string, Order[]>, d: readonly Order[], e: ns.Type<A>, f: typeof a, g: { h: 1 };
function assertIs(x: unknown): asserts x is Order {}
function generic<T extends object = {}>(x: T): x is T { return call<T>(x); }
abstract class Q { abstract a: string; protected abstract b(): void; constructor(protected override x: X) { super(); } }
const keys = ['a', 'b'] as const satisfies readonly string[];
@Entity({ name: 'orders' }) export class E { @PrimaryColumn() id!: string; @Column({ type: 'text' }) accessor name = ''; }
export type OrderPlaced = { id: string; total?: number; at: [number, number]; customer: { id: string } };
type Either = { a: string } | { b: string };
interface Paid { total?: number }

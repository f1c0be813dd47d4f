function plain(a, b = 2, ...rest: string[]) { return a; }
const arrow = x => x + 1;
const named = function inner({ a, b: { c = 1 } }, [d] = []) {};
let wrapped = (async () => { await go(); }) as Handler;
handlers.created = async function (event) { return event; };
const table = { onEvent: (e) => e, method({ id }) { return id; } };
function* steps() { const got = yield call(api); yield* others(); return got; }
function outer(this: Window, optional?: Order) {
  function nested() { return optional; }
  return nested();
}
function overload(a: string): void;
function overload(a: any) {}
(function () { iife(); })();
(() => arrowIife())();
export default function ({ body }: Request) { return body; }

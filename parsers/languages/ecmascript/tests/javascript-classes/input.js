@decorated
class A extends (class B { m() {} }) {
  @observed count = 0;
  static table = 'a';
  #hidden;
  @bound() act() { this.#hidden = super.act(this.count); }
  static get x() { return 1; }
  get y() { return 2; }
  static { A.ready = true; }
  async *stream() { yield 1; }
}
export default @tagged class C {}
const o = { __proto__: A, async go() {}, get z() { return 3; }, set z(v) { keep(v); }, *gen() {}, [key]() {}, 'a b'() {}, 5: 1 };

export * from './all';
export * as group from './group';
export { a as b, c } from './some';
export type { T } from './types';
export const TABLE = 'orders', OTHER = TABLE;
export const { left, inner: { right = 1 }, ...others } = settings;
export let unset: string;
export function make() {}
export class Shop {}
export interface Port {}
export type Alias = string;
export enum Color { red, green = 'G' }
function hidden() {}
const arrow = () => 1;
class Local {}
export { hidden as shown, arrow, Local as default };
export namespace Topics {
  export const created = 'order.created';
  const secret = 1;
  export function topic() { return created; }
  export namespace Deep { export const x = 1; }
}

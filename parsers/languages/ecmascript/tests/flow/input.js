// @flow
import type { Order } from './order';
import typeof Shop from './shop';
type Props = { order: Order };
export function total(order: Order, rate: ?number): number { return price(order); }

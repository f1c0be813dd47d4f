import { Ticket } from './ticket';
import { Order, Person, Stock, Old } from './order';

export async function place(id: string) {
  const ticket = await Ticket.findById(id).populate('owner');
  ticket.set({ orderId: id });
  await ticket.save();
  const order = Ticket.build({});
  await order.save();
  await Order.create({});
  await new Person({}).save();
  await Stock.updateMany({}, {});
  await Old.deleteMany({});
  await Person.findByEmail(id);
  await Person.register(id);
}

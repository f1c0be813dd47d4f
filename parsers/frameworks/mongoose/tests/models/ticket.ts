import mongoose from 'mongoose';
import { Order } from './order';

interface TicketModel extends mongoose.Model<any> {
  build(attrs: any): any;
}

const ticketSchema = new mongoose.Schema({ title: String }, { toJSON: {} });

ticketSchema.statics.build = (attrs: any) => new Ticket(attrs);
ticketSchema.methods.isReserved = async function () {
  return Order.findOne({ ticket: this });
};

const Ticket = mongoose.model<any, TicketModel>('Ticket', ticketSchema);
export { Ticket };

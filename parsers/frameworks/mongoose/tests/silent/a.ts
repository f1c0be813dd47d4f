import mongoose from 'mongoose';

class Ticket {
  static find() {}
  save() {}
}
export const id = new mongoose.Types.ObjectId();
Ticket.find();
new Ticket().save();

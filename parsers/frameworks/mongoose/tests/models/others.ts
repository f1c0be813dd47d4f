import mongoose from 'mongoose';
import { modelOptions, getModelForClass } from '@typegoose/typegoose';
import { Ticket } from './ticket';

@modelOptions({ schemaOptions: { collection: 'parcels' } })
class Parcel {}
class Van {}
const Parcels = getModelForClass(Parcel);
const Vans = getModelForClass(Van);

export async function work() {
  await Parcels.find();
  await Vans.find();
  await mongoose.connection.db.collection('raw').insertOne({});
  const tenant = mongoose.connection.useDb('tenant');
  await tenant.asPromise();
  await tenant.model('Bill', new mongoose.Schema({})).create({});
  await mongoose.connection.getClient().db('admin').collection('logs').findOne({});
  const Special = Ticket.discriminator('Special', new mongoose.Schema({}));
  await Special.create({});
  await Ticket.createWithSeat('a');
}

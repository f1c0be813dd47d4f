import { MongoClient, Db } from 'mongodb';

const client = new MongoClient('mongodb://orders-db/shop');

export class Orders {
  constructor(private db: Db) {}
  async save(doc: any) {
    await this.db.collection('lines').updateOne({}, doc);
  }
}
export async function main() {
  await client.connect();
  const db = client.db('other');
  await db.createCollection('fresh');
  await new Orders(db).save({});
  return db.collection('orders').countDocuments();
}
class Connected {
  constructor(private client: MongoClient) {}
  count() {
    return this.client.db('typed').collection('x').countDocuments();
  }
}
export default Connected;

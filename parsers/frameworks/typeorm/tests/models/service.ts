import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, EntityManager, Repository, getRepository } from 'typeorm';
import { Clerk, Note, Order, OrderItem, Person, Plain } from './entities';

export const source = new DataSource({
  type: 'postgres',
  host: process.env.DB_HOST,
  database: 'shop',
  entities: [Order],
});

class Notes extends Repository<Note> {
  async latest() {
    return this.createQueryBuilder('n').where('n.id > 1').orderBy('id').getMany();
  }
}

@Injectable()
export class Orders {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    private items: Repository<OrderItem>,
    private manager: EntityManager,
    private notes: Notes,
  ) {}
  async place(dto: any) {
    const order = this.orders.create(dto);
    await this.orders.save(order);
    await this.items.findOneBy({ id: 1 });
    await this.notes.latest();
    await this.manager.transaction(async (tx) => {
      await tx.save(Clerk, {});
      await tx.find(Person);
      const made = tx.create(OrderItem, {});
      await tx.save(made);
      await tx.save(Plain, {});
    });
  }
  async more() {
    await source.initialize();
    await source.getRepository(Note).delete(1);
    await getRepository(Person).count();
    await source.createQueryBuilder().update(Order).set({}).execute();
    await this.orders.createQueryBuilder('o').leftJoinAndSelect(OrderItem, 'i').getOne();
    await source.getRepository(Order).createQueryBuilder('o').delete().where('x').execute();
    await source.createQueryBuilder().select().from(Person, 'p').getMany();
    const note = new Note();
    await note.save();
    await Note.find();
  }
}

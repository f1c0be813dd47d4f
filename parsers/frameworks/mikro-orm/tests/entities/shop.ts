import { Collection, Entity, EntityManager, EntityRepository, ManyToMany, ManyToOne } from '@mikro-orm/core';
import { InjectRepository } from '@mikro-orm/nestjs';

@Entity()
export class Customer {}

@Entity()
export class Tag {}

@Entity({ abstract: true })
export abstract class Base {}

@Entity({ tableName: 'placed_orders' })
export class Order extends Base {
  @ManyToOne(() => Customer)
  customer!: Customer;

  @ManyToOne({ entity: () => Customer, createForeignKeyConstraint: false })
  payer!: Customer;

  @ManyToMany(() => Tag, { pivotTable: 'order_tags' })
  tags = new Collection<Tag>(this);
}

@Entity()
export class OrderLine {}

@Entity({ collection: 'notes' })
export class Note {}

export class Orders extends EntityRepository<Order> {
  async late() {
    return this.find({ late: true });
  }
}

export class Shop {
  constructor(
    @InjectRepository(OrderLine) private readonly lines: EntityRepository<OrderLine>,
    private readonly notes: EntityRepository<Note>,
    private readonly em: EntityManager,
  ) {}
  async place(line: OrderLine) {
    await this.lines.insert(line);
    this.lines.create(line);
    await this.lines.getEntityManager().nativeDelete(Tag, {});
    await this.notes.findAll();
    const em = this.em.fork();
    await em.findOne(Customer, { id: 1 });
    await em.persistAndFlush(new Order());
    await em.getRepository(Tag).count();
  }
}

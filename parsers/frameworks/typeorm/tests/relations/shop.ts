import {
  Column, Entity, JoinColumn, JoinTable, ManyToMany, ManyToOne, OneToMany, OneToOne, Repository,
} from 'typeorm';

@Entity('customers')
export class Customer {
  @OneToMany(() => Order, (order) => order.customer)
  orders: Order[];

  @OneToOne(() => Order, (order) => order.first)
  first: Order;
}

@Entity()
export class Tag {
  @ManyToMany(() => Order, (order) => order.tags)
  orders: Order[];
}

@Entity()
export class OrderLine {
  @ManyToOne(() => Order, (order) => order.lines)
  order: Order;
}

@Entity('orders')
export class Order {
  @ManyToOne(() => Customer, (customer) => customer.orders, { eager: true })
  @JoinColumn({ name: 'customer_id' })
  customer: Customer;

  @ManyToOne('Customer', { createForeignKeyConstraints: false })
  payer: Customer;

  @OneToOne(() => Customer)
  @JoinColumn()
  first: Customer;

  @OneToMany(() => OrderLine, (line) => line.order, { cascade: true })
  lines: OrderLine[];

  @ManyToMany(() => Tag)
  @JoinTable()
  tags: Tag[];

  @ManyToMany(() => Tag, { cascade: ['insert'] })
  @JoinTable({ name: 'order_marks' })
  marks: Tag[];

  @Column()
  note: string;
}

export class Orders {
  constructor(private readonly orders: Repository<Order>, private readonly tags: Repository<Tag>) {}
  place(order: Order) {
    return this.orders.save(order);
  }
  all() {
    return this.orders.find();
  }
  tag(tag: Tag) {
    return this.tags.save(tag);
  }
}

import { Entity, PrimaryGeneratedColumn, BaseEntity, TableInheritance, ChildEntity } from 'typeorm';

@Entity('customer_orders')
export class Order {
  @PrimaryGeneratedColumn() id: number;
}
@Entity()
export class OrderItem {}
@Entity({ name: 'people', schema: 'hr' })
@TableInheritance({ column: 'type' })
export class Person {}
@ChildEntity()
export class Clerk extends Person {}
@Entity()
export class Note extends BaseEntity {}
export class Plain {}

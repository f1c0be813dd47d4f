import { Entity, Repository } from 'typeorm';

@Entity()
export class Order {}
export class Plain {}
export const bag = { save(_: any) {}, find(_: any) {} };
bag.save(new Plain());
bag.find(Plain);

import { DataSource, Entity } from 'typeorm';
import { Transactional } from 'typeorm-transactional';

@Entity('orders')
export class Order {}

@Entity('invoices')
export class Invoice {}

const source = new DataSource({ type: 'postgres', url: 'postgres://db/shop' });

export const place = () =>
  source.transaction(async (manager) => {
    await manager.save(new Order());
    await manager.save(new Invoice());
  });

export class Shop {
  @Transactional()
  async both() {
    await source.getRepository(Order).save(new Order());
    await source.getRepository(Invoice).save(new Invoice());
  }
  async one() {
    await source.getRepository(Order).save(new Order());
  }
}

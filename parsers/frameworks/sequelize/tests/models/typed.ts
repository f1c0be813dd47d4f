import { InjectModel } from '@nestjs/sequelize';
import { Model, Table } from 'sequelize-typescript';

@Table({ tableName: 'cats_of_shop' })
export class Cat extends Model {}

export class Cats {
  constructor(@InjectModel(Cat) private readonly cats: typeof Cat) {}
  all() {
    return this.cats.findAll();
  }
}

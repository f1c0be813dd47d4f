import { Injectable } from '@nestjs/common';
import { InjectModel, Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';
import { Model, HydratedDocument } from 'mongoose';

@Schema({ collection: 'kittens' })
export class Cat {
  @Prop() name: string;
}
@Schema()
export class Dog {}
export type CatDocument = HydratedDocument<Cat>;
export const CatSchema = SchemaFactory.createForClass(Cat);

@Injectable()
export class Cats {
  constructor(
    @InjectModel(Cat.name) private readonly cats: Model<CatDocument>,
    @InjectModel('Box') private boxes: Model<any>,
    private dogs: Model<Dog>,
  ) {}
  async create(dto: any) {
    const made = new this.cats(dto);
    await made.save();
    await this.boxes.find().exec();
    return this.dogs.insertMany([]);
  }
}

export const root = MongooseModule.forRoot('mongodb://cats/nest');

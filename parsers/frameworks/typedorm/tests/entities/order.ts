export class Order {
  id!: string;
}

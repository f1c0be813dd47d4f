export enum Subjects {
  OrderPlaced = 'order:placed',
  OrderPaid = 'order:paid',
}

import { PrismaClient, Prisma } from '@prisma/client';

const prisma = new PrismaClient();

export class Service extends PrismaClient {}

export class Orders {
  constructor(private readonly db: Service) {}
  async place() {
    await this.db.order.create({ data: {} });
    await prisma.orderItem.findMany();
    await prisma.order.upsert({});
    await prisma.$transaction(async (tx) => {
      await tx.order.updateMany({});
      await tx.orderItem.findFirst();
    });
  }
}
export const inside = (tx: Prisma.TransactionClient) => tx.order.count();
export const both = (db: Service) =>
  db.$transaction([db.order.create({ data: {} }), db.orderItem.deleteMany({})]);
export const wider = prisma.$extends({}).order.count();
export const old = (id: number) => prisma.$queryRaw`SELECT * FROM "Order" WHERE id = ${id}`;
export const clear = () => prisma.$executeRawUnsafe('DELETE FROM visits');

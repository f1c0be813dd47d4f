import { Prisma } from '@prisma/client';
export const where: Prisma.OrderWhereInput = {};

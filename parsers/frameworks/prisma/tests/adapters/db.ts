import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaMssql } from '@prisma/adapter-mssql';
import { PrismaNeon } from '@prisma/adapter-neon';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/prisma/client';

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });
export const prisma = new PrismaClient({ adapter });
export const maria = new PrismaMariaDb({ host: 'orders-db', database: 'orders' });
export const neon = new PrismaNeon({ connectionString: 'postgresql://neon-db/stock' });
export const mssql = new PrismaMssql({ server: 'billing-db', database: 'billing' });

export const place = () => prisma.order.create({ data: {} });

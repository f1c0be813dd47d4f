import { Column } from 'typeorm';

const bank = { transaction: (run: () => void) => run() };
bank.transaction(() => console.log(Column));

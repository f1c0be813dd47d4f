import { eq } from 'drizzle-orm';
const set = new Set<number>();
set.delete(1);
Array.from([1]);
export { eq };

import { logger } from 'firebase-functions';

const shelves = new Map<string, Map<string, string>>();

export function own(name: string) {
  shelves.get(name)?.delete('x');
  document.collection('orders').add(1);
  logger.info(name);
}

import { getFirestore } from 'firebase-admin/firestore';
import * as admin from 'firebase-admin';
import { Firestore } from '@google-cloud/firestore';

const db = getFirestore();

export async function place(id: string) {
  await db.collection('orders').add({ id });
  await db.collection('users').doc(id).collection('orders').doc('1').set({});
  const open = await db.collection('orders').where('open', '==', true).orderBy('id').get();
  const batch = db.batch();
  batch.update(db.collection('stock').doc(id), { free: 1 });
  await db.doc('settings/main').get();
  await db.runTransaction(async (t) => {
    const ref = db.collection('accounts').doc(id);
    await t.get(ref);
    t.set(ref, {});
    t.delete(db.collection('locks').doc(id));
  });
  return open;
}

export class Repository {
  constructor(private readonly store: Firestore) {}
  remove = (id: string) => this.store.collection('carts').doc(id).delete();
}

const app = admin.initializeApp();
export const other = () => app.firestore().collection('logs').doc('a').withConverter(null).get();
export const watch = () => admin.firestore().collection('visits').onSnapshot(() => {});

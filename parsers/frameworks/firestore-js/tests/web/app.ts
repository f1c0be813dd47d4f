import { addDoc, collection, deleteDoc, doc, getDocs, getFirestore, query, setDoc, where, writeBatch } from 'firebase/firestore';

const db = getFirestore();

export async function run(uid: string) {
  await addDoc(collection(db, 'orders'), {});
  await setDoc(doc(db, 'users', uid), {});
  await getDocs(query(collection(db, 'users', uid, 'orders'), where('open', '==', true)));
  await setDoc(doc(collection(doc(db, 'rooms', uid), 'guests'), '1'), {});
  const batch = writeBatch(db);
  batch.set(doc(db, 'tickets', uid), {});
  await deleteDoc(doc(collection(db, 'carts'), uid));
}

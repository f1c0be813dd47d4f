package shop;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.firebase.cloud.FirestoreClient;

class Orders {
  private final Firestore db = FirestoreClient.getFirestore();

  void own(CollectionReference all, DocumentReference one) {
    all.add(one.get());
    new Carts(db.collection("wishes")).all();
  }

  void place(String uid) {
    db.collection("orders").add(uid);
    db.collection("users").document(uid).collection("orders").document("1").set(uid);
    db.collection("orders").whereEqualTo("open", true).limit(3).get();
    DocumentReference cart = db.collection("carts").document(uid);
    WriteBatch batch = db.batch();
    batch.delete(cart);
    db.document("settings/main").get();
    db.runTransaction(
        t -> {
          t.get(cart);
          t.set(db.collection("accounts").document(uid), uid);
          t.delete(db.collection("locks").document(uid));
          return null;
        });
  }
}

class Carts {
  private final CollectionReference carts;

  Carts(CollectionReference carts) {
    this.carts = carts;
  }

  void all() {
    carts.get();
  }
}

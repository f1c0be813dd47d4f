import firebase_admin
from firebase_admin import firestore as admin_store
from google.cloud import firestore

db = firestore.Client(project="shop")


def place(uid):
    db.collection("orders").add({"uid": uid})
    db.collection("users").document(uid).collection("orders").document("1").set({})
    db.collection("users", uid, "notes").stream()
    db.document("settings/main").get()
    db.get_all([db.collection("prices").document("1")])
    batch = db.batch()
    batch.update(db.collection("stock").document(uid), {"free": 1})
    for one in db.collection("orders").where("open", "==", True).limit(3).stream():
        print(one)


def clear(uid):
    admin_store.client().collection("carts").document(uid).delete()


@firestore.transactional
def move(transaction, uid):
    transaction.set(db.collection("accounts").document(uid), {})
    transaction.delete(db.collection("locks").document(uid))

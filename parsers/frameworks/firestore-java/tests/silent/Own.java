package shop;

import com.google.firebase.FirebaseApp;
import java.util.Map;

class Own {
  FirebaseApp app;

  void run(Map<String, Map<String, String>> shelf) {
    shelf.get("orders").put("x", "y");
    shelf.get("orders").remove("x");
  }
}

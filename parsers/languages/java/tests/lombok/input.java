import lombok.*;
import org.springframework.beans.factory.annotation.Value;

@RequiredArgsConstructor
class Service { private final Repo repo; private String state; private final String set = "x"; static final int N = 1; @Value("${a}") String a; }

@Data @AllArgsConstructor
class Order { private String id; private boolean paid; String getId() { return "own"; } }

@lombok.Value
class Point { int x; String y = "z"; }

class Some { @Getter private String shown; private String hidden; @lombok.Setter String set; }

import shop.annotations.EnableEurekaServer;

/** @EnableConfigServer */
@EnableEurekaServer
public class Own {
}

public class Money {}

/** Places an Order; see Martin Fowler style Repository and the Ruby Version. */
public class Order extends Grace implements Serializable {
    // Throws Illegal Argument if Court Id 12 or Drive 5 is missing. Dear Reader, mind the Gap.
    private final Map<String, Mark> marks = new HashMap<>(16);
    public static final String ROSE = "Rose Gold", JADE = "Jade Green", ADDRESS = "12 Bits";
    Order(Will will, Max max, Ray ray) { this.max = Math.max(max.Price, 100); Assert.That(ray.Length, Is.Equal(3)); }
}

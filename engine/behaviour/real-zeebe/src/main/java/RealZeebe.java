import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;

/**
 * Starts the real engine on the port given, says READY, and obeys lines on its standard input: "advance MILLISECONDS" moves the
 * clock, "idle" waits until nothing moves; each is answered with "OK". The end of the input ends the engine.
 */
public final class RealZeebe {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  public static void main(String[] arguments) throws Exception {
    var engine = EngineFactory.create(Integer.parseInt(arguments[0]));
    engine.start();
    engine.waitForIdleState(IDLE_TIMEOUT);
    System.out.println("READY " + engine.getGatewayAddress());
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("advance ")) engine.increaseTime(Duration.ofMillis(Long.parseLong(line.substring("advance ".length()))));
      engine.waitForIdleState(IDLE_TIMEOUT);
      System.out.println("OK");
    }
    engine.stop();
    System.exit(0);
  }
}

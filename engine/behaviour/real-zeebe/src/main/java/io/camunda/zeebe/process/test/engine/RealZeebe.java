package io.camunda.zeebe.process.test.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.zeebe.protocol.impl.encoding.MsgPackConverter;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.UnifiedRecordValue;
import io.camunda.zeebe.protocol.impl.record.value.resource.ResourceDeletionRecord;
import io.camunda.zeebe.protocol.impl.record.value.usertask.UserTaskRecord;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.RejectionType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.Intent;
import io.camunda.zeebe.protocol.record.intent.ResourceDeletionIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.stream.impl.StreamProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Starts the real engine on the port given, says READY, and obeys orders on its standard input, one line of JSON each: {"order":
 * "idle" | "advance" | "records" | "completeUserTask" | "assignUserTask" | "deleteResource", ...}. Each is answered by the line OK once
 * nothing moves any more; "records" writes what was recorded since it was last asked, a line "RECORD {...}" each, before it. The end
 * of the input ends the engine; an order that fails, as after the engine has stopped for good, ends it with the reason. It stands in the engine's own package, since commands that gRPC lacks or never answers can only be
 * written by a class that is private to it.
 */
public final class RealZeebe {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** What a reader of the records wants to know of; all else is left out, as it is most of the log. */
  private static final Set<ValueType> TOLD = EnumSet.of(ValueType.PROCESS_INSTANCE, ValueType.INCIDENT, ValueType.JOB, ValueType.USER_TASK, ValueType.RESOURCE_DELETION);
  /** Due dates are looked at with a resolution of 100 ms of the engine's clock, job time-outs once a second. */
  private static final Duration NUDGE = Duration.ofMillis(1050);
  private static final int NUDGES = 3;
  /** For so long no record may come before a moved clock counts as obeyed. */
  private static final long QUIET_AFTER_ADVANCE_MS = 25;
  private static final long IDLE_LOOK_MS = 1;

  private final InMemoryEngine engine;
  private final StreamProcessor processor;
  private final CommandWriter writer;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private int told = 0;

  private RealZeebe(InMemoryEngine engine) throws ReflectiveOperationException {
    this.engine = engine;
    processor = (StreamProcessor) field(engine, "streamProcessor");
    writer = (CommandWriter) field(field(engine, "gateway"), "writer");
  }

  public static void main(String[] arguments) throws Exception {
    var engine = (InMemoryEngine) EngineFactory.create(Integer.parseInt(arguments[0]));
    engine.start();
    engine.waitForIdleState(Duration.ofSeconds(30));
    try {
      new RealZeebe(engine).obey();
      System.exit(0);
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1); // else the engine's own threads go on, and whoever waits for an answer waits for ever
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    var field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  private void obey() throws Exception {
    out.println("READY");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      obey(JSON.readTree(line));
      out.println("OK");
    }
  }

  private void obey(JsonNode order) throws Exception {
    awaitIdle(0);
    switch (order.get("order").asText()) {
      case "idle" -> {}
      case "advance" -> advance(Duration.ofMillis(order.get("ms").asLong()));
      case "records" -> tellRecords();
      case "completeUserTask" -> userTask(order, UserTaskIntent.COMPLETE, new UserTaskRecord()
          .setVariables(new UnsafeBuffer(MsgPackConverter.convertToMsgPack(order.get("variables").toString()))));
      case "assignUserTask" -> userTask(order, UserTaskIntent.ASSIGN, new UserTaskRecord().setAssignee(order.get("assignee").asText()));
      case "deleteResource" -> {
        var value = new ResourceDeletionRecord().setResourceKey(order.get("key").asLong());
        writer.writeCommandWithoutKey(value, metadata(ValueType.RESOURCE_DELETION, ResourceDeletionIntent.DELETE));
      }
      default -> throw new IllegalArgumentException("no such order: " + order);
    }
    awaitIdle(0);
  }

  private void userTask(JsonNode order, UserTaskIntent intent, UserTaskRecord value) {
    var key = order.get("key").asLong();
    writer.writeCommandWithKey(key, value.setUserTaskKey(key), metadata(ValueType.USER_TASK, intent));
  }

  private static RecordMetadata metadata(ValueType valueType, Intent intent) {
    return new RecordMetadata().recordType(RecordType.COMMAND).valueType(valueType).intent(intent);
  }

  /** The small steps after the large one let those look who look only now and then. */
  private void advance(Duration by) throws InterruptedException {
    engine.increaseTime(by);
    awaitIdle(QUIET_AFTER_ADVANCE_MS);
    for (int nudge = 0; nudge < NUDGES; nudge++) {
      engine.increaseTime(NUDGE);
      awaitIdle(QUIET_AFTER_ADVANCE_MS);
    }
  }

  /** Waits until the log is processed to its end and stays so. */
  private void awaitIdle(long quietMs) throws InterruptedException {
    var quietSince = System.nanoTime();
    for (boolean once = false; ; ) {
      if (!processor.hasProcessingReachedTheEnd().join()) {
        once = false;
        quietSince = System.nanoTime();
      } else if (once && System.nanoTime() - quietSince >= quietMs * 1_000_000) {
        return;
      } else {
        once = true;
        Thread.sleep(IDLE_LOOK_MS);
      }
    }
  }

  private void tellRecords() {
    var records = (List<Record<?>>) engine.getRecordStreamSource().getRecords();
    for (Record<?> record : records.subList(told, records.size())) {
      var isOutcome = record.getRecordType() == RecordType.EVENT || record.getRecordType() == RecordType.COMMAND_REJECTION;
      var isFailure = record.getRejectionType() == RejectionType.PROCESSING_ERROR;
      if (isFailure || (isOutcome && TOLD.contains(record.getValueType()))) out.println("RECORD " + record.toJson());
    }
    told = records.size();
  }
}

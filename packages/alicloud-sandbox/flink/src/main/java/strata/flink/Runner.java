package strata.flink;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Answers requests on standard input, a JSON object a line, with a line each on standard output: {@code {"id", …}} or
 * {@code {"id", "error"}}. It ends with its standard input.
 *
 * <ul>
 *   <li>{@code compile} parses, validates and plans a script without touching a network.
 *   <li>{@code start}, {@code status}, {@code stop} (behind a savepoint), {@code cancel} run it as a job.
 *   <li>{@code kill-task-manager} is what a test does to a job.
 * </ul>
 */
public final class Runner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final PrintStream out;
  private Cluster cluster;

  private Runner(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Libraries that print must not get between the answers.
    System.setOut(System.err);
    new Runner(out).serve();
    System.exit(0);
  }

  private void serve() throws Exception {
    ExecutorService workers = Executors.newCachedThreadPool();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answer(JSON.createObjectNode().put("ready", true));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode request = JSON.readTree(line);
      // Scripts share nothing but the planner, which is quick enough one by one.
      if (request.path("op").asText().equals("compile")) handle(request);
      else workers.submit(() -> handle(request));
    }
    if (cluster != null) cluster.close();
  }

  private void handle(JsonNode request) {
    ObjectNode reply = JSON.createObjectNode().put("id", request.path("id").asLong());
    try {
      work(request, reply);
    } catch (Throwable error) {
      reply.put("error", reasons(error));
    }
    answer(reply);
  }

  private void work(JsonNode request, ObjectNode reply) throws Exception {
    String job = request.path("job").asText(null);
    switch (request.path("op").asText()) {
      case "compile" -> compile(Script.parse(request.path("sql").asText()));
      case "start" ->
          reply.put("job", cluster().start(script(request), settings(request), request.path("savepoint").asText(null)));
      case "status" -> describe(cluster().look(job), reply);
      case "stop" -> reply.put("savepoint", cluster().stop(job, request.path("folder").asText()));
      case "cancel" -> cluster().cancel(job);
      case "kill-task-manager" -> cluster().replaceTaskManager();
      default -> throw new IllegalArgumentException("There is no operation " + request.path("op"));
    }
  }

  private static void compile(Script script) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    script.definitions().forEach(tables::executeSql);
    StatementSet set = tables.createStatementSet();
    script.inserts().forEach(set::addInsertSql);
    set.compilePlan();
  }

  private static void describe(AccessExecutionGraph graph, ObjectNode reply) {
    reply.put("status", graph.getState().name());
    if (graph.getCheckpointStatsSnapshot() != null) {
      reply.put("checkpoints", graph.getCheckpointStatsSnapshot().getCounts().getNumberOfCompletedCheckpoints());
      reply.put("failedCheckpoints", graph.getCheckpointStatsSnapshot().getCounts().getNumberOfFailedCheckpoints());
    }
    if (graph.getFailureInfo() != null) reply.put("failure", graph.getFailureInfo().getExceptionAsString());
  }

  private static Script script(JsonNode request) {
    return Script.parse(request.path("sql").asText());
  }

  private static Map<String, String> settings(JsonNode request) {
    Map<String, String> settings = new HashMap<>();
    request.path("configuration").fields().forEachRemaining(each -> settings.put(each.getKey(), each.getValue().asText()));
    return settings;
  }

  private synchronized Cluster cluster() throws Exception {
    if (cluster == null) cluster = new Cluster();
    return cluster;
  }

  /** Every reason behind an error, from the outermost on. */
  private static String reasons(Throwable error) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = error; each != null; each = each.getCause()) {
      String message = each.getMessage();
      if (message == null) message = each.getClass().getSimpleName();
      if (text.indexOf(message) < 0) text.append(text.isEmpty() ? "" : "\n").append(message);
    }
    return text.toString();
  }

  private synchronized void answer(ObjectNode reply) {
    out.println(reply);
  }
}

package strata.flink;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A Flink of one process that runs scripts as jobs. */
final class Cluster implements AutoCloseable {
  private final MiniCluster cluster;
  private int taskManagers = 1;

  Cluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("rest.bind-port", "0");
    configuration.setString("rest.bind-address", "127.0.0.1");
    configuration.setString("taskmanager.memory.network.min", "64mb");
    configuration.setString("taskmanager.memory.network.max", "64mb");
    configuration.setString("taskmanager.memory.managed.size", "64mb");
    configuration.setString("heartbeat.interval", "1000");
    configuration.setString("heartbeat.timeout", "5000");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(8)
                .build());
    cluster.start();
  }

  /** Starts a script; answers the id of its job. */
  String start(Script script, Map<String, String> settings, String savepoint) throws Exception {
    Configuration configuration = Configuration.fromMap(settings);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(Integer.parseInt(settings.getOrDefault("parallelism.default", "1")));
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().addConfiguration(configuration);
    script.definitions().forEach(tables::executeSql);
    StreamStatementSet set = tables.createStatementSet();
    script.inserts().forEach(set::addInsertSql);
    set.attachAsDataStream();
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    if (savepoint != null) graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    return cluster.submitJob(graph).get(60, TimeUnit.SECONDS).getJobID().toHexString();
  }

  AccessExecutionGraph look(String job) throws Exception {
    return cluster.getArchivedExecutionGraph(JobID.fromHexString(job)).get(30, TimeUnit.SECONDS);
  }

  /** Stops a job behind a savepoint; answers where it lies. */
  String stop(String job, String folder) throws Exception {
    return cluster
        .stopWithSavepoint(JobID.fromHexString(job), folder, false, SavepointFormatType.CANONICAL)
        .get(120, TimeUnit.SECONDS);
  }

  void cancel(String job) throws Exception {
    cluster.cancelJob(JobID.fromHexString(job)).get(60, TimeUnit.SECONDS);
  }

  /** Ends the task manager without a word, and starts another. */
  void replaceTaskManager() throws Exception {
    int running = taskManagers - 1;
    cluster.terminateTaskManager(running).get(60, TimeUnit.SECONDS);
    cluster.startTaskManager();
    taskManagers += 1;
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

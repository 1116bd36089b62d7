package strata.flink;

import org.apache.flink.cdc.connectors.mysql.table.MySqlTableSourceFactory;

/** Realtime Compute calls the connector {@code mysql} that open-source Flink calls {@code mysql-cdc}. */
public final class VvrMysqlFactory extends MySqlTableSourceFactory {
  @Override
  public String factoryIdentifier() {
    return "mysql";
  }
}

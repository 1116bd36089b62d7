/** Files with one object of every kind that the embedded server keeps. */

export const EVERY_KIND: Readonly<Record<string, string>> = {
  'catalogs/lake.sql': `CREATE EXTERNAL CATALOG lake COMMENT "raw files"
PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://127.0.0.1:9083");`,
  'catalogs/cold.sql': `CREATE STORAGE VOLUME cold TYPE = S3 LOCATIONS = ("s3://bucket/cold") COMMENT "old rows"
PROPERTIES ("enabled" = "true", "aws.s3.region" = "cn-hangzhou", "aws.s3.endpoint" = "http://127.0.0.1:1", "aws.s3.access_key" = "key", "aws.s3.secret_key" = "secret:env:COLD_KEY");`,
  'resources/reports.sql': `CREATE RESOURCE GROUP reports TO (user='app', query_type in ('select')), (db='ads')
WITH ("cpu_weight" = "4", "mem_limit" = "30%", "concurrency_limit" = "10");`,
  'roles/analyst.sql': `CREATE ROLE analyst COMMENT "reads marts";
GRANT SELECT, INSERT ON TABLE ods.loan TO ROLE analyst;
GRANT SELECT ON ALL TABLES IN DATABASE ads TO ROLE analyst;
GRANT USAGE ON CATALOG lake TO ROLE analyst;`,
  'users/app.sql': `CREATE USER app IDENTIFIED BY 'secret:env:APP_PASSWORD' DEFAULT ROLE analyst;
GRANT analyst TO USER app;`,
  'ods/loan.sql': `CREATE TABLE loan (loan_id BIGINT NOT NULL COMMENT "id", amount INT NULL COMMENT "CNY") PRIMARY KEY (loan_id);`,
  'ods/event.sql': `CREATE TABLE event (day DATE NOT NULL COMMENT "day", amount INT NULL COMMENT "CNY") DUPLICATE KEY (day);`,
  'ods/event_day.sql': `CREATE MATERIALIZED VIEW event_day AS SELECT day, sum(amount) FROM event GROUP BY day;`,
  'ods/follow.sql': `CREATE ROUTINE LOAD follow ON loan COLUMNS (loan_id, amount), WHERE loan_id > 0
PROPERTIES ("format" = "json", "desired_concurrent_number" = "1", "timezone" = "UTC")
FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "loan", "property.kafka_default_offsets" = "OFFSET_BEGINNING");`,
  'ads/total.sql': `CREATE TABLE total (day DATE NOT NULL COMMENT "day", amount BIGINT NULL COMMENT "CNY") PRIMARY KEY (day);`,
  'ads/nightly.sql': `SUBMIT TASK nightly SCHEDULE START ("2035-01-01 02:00:00") EVERY (INTERVAL 1 DAY)
AS INSERT INTO ads.total SELECT day, sum(amount) FROM ods.event GROUP BY day;`,
};

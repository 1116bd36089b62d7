/** The reader of each kind against answers that a frontend really gave. */

import type { Row } from '../src';
import type { Query } from '../src/kinds/kind';
import type { PlainKind } from '../src/kinds/definition';
import { kindOf } from '../src/kinds/registry';
import { definitionOf } from '../src/normalise';
import { source } from './helpers/declare';
import { modelOf } from '../src/load';

type Answers = readonly (readonly [RegExp, readonly Row[]])[];

function replay(answers: Answers): Query {
  return (sql) => {
    const found = answers.find(([pattern]) => pattern.test(sql));
    return found === undefined
      ? Promise.reject(new Error(`nobody asked \`${sql}\` before`))
      : Promise.resolve(found[1]);
  };
}

async function read(kind: PlainKind, answers: Answers): Promise<ReadonlyMap<string, ReturnType<typeof definitionOf>>> {
  const found = await kindOf(kind).introspect(replay(answers), { databases: ['shop'] });
  return new Map(
    found.map(({ id, statements: [first, ...more] }) => [id, first && definitionOf(first, ...more)] as const),
  );
}

/** Paths in which a declaration differs from what was read. */
function differences(sql: string, live: ReturnType<typeof definitionOf>, managed: readonly string[] = []): string[] {
  const [object] = modelOf([source(sql)]).objects.filter(({ kind }) => kind !== 'database');
  if (object === undefined || live === undefined) throw new Error('nothing to compare');
  const kind = kindOf(live.kind as PlainKind);
  return kind.compare(object.definition, live, managed).map(({ path }) => path);
}

const HIVE = `CREATE EXTERNAL CATALOG \`hive1\`
comment "h"
PROPERTIES ("aws.s3.access_key"  =  "AK******M4",
"hive.metastore.uris"  =  "thrift://127.0.0.1:9083",
"type"  =  "hive"
)`;

describe('catalogs', () => {
  const answers: Answers = [
    [/^SHOW CATALOGS/, [{ catalog: 'default_catalog' }, { catalog: 'hive1' }]],
    [/^SHOW CREATE CATALOG `hive1`/, [{ catalog: 'hive1', 'create catalog': HIVE }]],
  ];
  const declared = `CREATE EXTERNAL CATALOG hive1 COMMENT "h" PROPERTIES ("type" = "hive",
    "hive.metastore.uris" = "thrift://127.0.0.1:9083", "aws.s3.access_key" = "secret:kms:key")`;

  test('in any order and with masked keys are as declared', async () => {
    const live = await read('catalog', answers);
    expect([...live.keys()]).toEqual(['catalog:hive1']);
    expect(differences(declared, live.get('catalog:hive1'))).toEqual([]);
  });

  test('differ in what was declared and is declared no more', async () => {
    const live = (await read('catalog', answers)).get('catalog:hive1');
    expect(differences(declared.replace(':9083', ':9084'), live)).toEqual(['properties.hive.metastore.uris']);
    expect(
      differences('CREATE EXTERNAL CATALOG hive1 COMMENT "h" PROPERTIES ("type" = "hive")', live, [
        'hive.metastore.uris',
      ]),
    ).toEqual(['properties.hive.metastore.uris']);
  });
});

describe('resource groups', () => {
  const row = {
    name: 'rg1',
    id: 10324,
    cpu_weight_percent: 'null',
    exclusive_cpu_percent: 'null',
    mem_limit: '20.0%',
    big_query_cpu_second_limit: '100',
    big_query_scan_rows_limit: '0',
    big_query_mem_limit: '0',
    concurrency_limit: '10',
    spill_mem_limit_threshold: '100%',
  };
  const answers: Answers = [
    [
      /^SHOW RESOURCE GROUPS ALL/,
      [
        { ...row, name: 'default_wg', classifiers: '(id=0, weight=0.0)' },
        {
          ...row,
          classifiers:
            "(id=10325, weight=14.225, user=u1, role=r1, query_type in (SELECT), db='shop', source_ip=10.0.0.0/8)",
        },
        { ...row, classifiers: '(id=10326, weight=1.0, plan_cpu_cost_range=[1.0, 10.0))' },
      ],
    ],
  ];
  const declared = `CREATE RESOURCE GROUP rg1
    TO (plan_cpu_cost_range='[1,10)'), (source_ip='10.0.0.0/8', user='u1', role='r1', query_type in ('select'), db='shop')
    WITH ('cpu_weight'='4', 'mem_limit'='20%', 'concurrency_limit'='10', 'big_query_cpu_second_limit'='100')`;

  test('are as declared, whatever the order and the form of numbers; the hidden weight is no difference', async () => {
    const live = await read('resource-group', answers);
    expect([...live.keys()]).toEqual(['resource-group:rg1']);
    expect(differences(declared, live.get('resource-group:rg1'))).toEqual([]);
  });

  test('differ in a limit and in a classifier', async () => {
    const live = (await read('resource-group', answers)).get('resource-group:rg1');
    expect(differences(declared.replace("'20%'", "'30%'").replace("user='u1', ", ''), live)).toEqual([
      'classifiers',
      'properties.mem_limit',
    ]);
  });
});

describe('routine loads', () => {
  const job = {
    name: 'rl1',
    db_name: 'shop',
    table_name: 'orders',
    state: 'RUNNING',
    data_source_type: 'KAFKA',
    job_properties:
      '{"partitions":"*","columnToColumnExpr":"com.starrocks.sql.ast.ImportColumnDesc@605c11bd","maxBatchIntervalS":"10","whereExpr":"customer_id > 0","dataFormat":"json","timezone":"UTC","format":"json","jsonpaths":"[\\"$.a\\"]","maxFilterRatio":"1.0","desireTaskConcurrentNum":"1","maxErrorNum":"0"}',
    data_source_properties: '{"topic":"t1","currentKafkaPartitions":"0,1","brokerList":"127.0.0.1:9"}',
    custom_properties: '{"kafka_default_offsets":"OFFSET_BEGINNING","group.id":"rl1_2e4e4d71"}',
  };
  const shown = `CREATE ROUTINE LOAD shop.rl1 on orders,
COLUMNS (order_id, order_date, customer_id),
WHERE customer_id > 0
PROPERTIES
(
"desired_concurrent_number"="1",
"jsonpaths"="["$.a"]"
)
FROM KAFKA
(
"kafka_broker_list"="127.0.0.1:9"
);`;
  const answers: Answers = [
    [/routine_load_jobs/, [job, { ...job, name: 'old', state: 'STOPPED' }]],
    [/^SHOW CREATE ROUTINE LOAD `shop`\.`rl1`/, [{ job: 'rl1', 'create job': shown }]],
  ];
  const declared = `CREATE ROUTINE LOAD shop.rl1 ON orders COLUMNS (order_id, order_date, customer_id), WHERE customer_id > 0
    PROPERTIES ("desired_concurrent_number" = "1", "format" = "json", "jsonpaths" = "[\\"$.a\\"]", "timezone" = "UTC", "max_filter_ratio" = "1")
    FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9", "kafka_topic" = "t1", "kafka_partitions" = "0,1", "property.kafka_default_offsets" = "OFFSET_BEGINNING")`;

  test('are as declared; where they began is no difference, those that ended are none', async () => {
    const live = await read('routine-load', answers);
    expect([...live.keys()]).toEqual(['routine-load:shop.rl1']);
    expect(differences(declared, live.get('routine-load:shop.rl1'))).toEqual([]);
  });

  test.each([
    ['the condition', '> 0', '> 1', 'load.where'],
    ['a column', 'order_date, ', '', 'load.columns'],
    [
      'a limit',
      '"desired_concurrent_number" = "1"',
      '"desired_concurrent_number" = "2"',
      'properties.desired_concurrent_number',
    ],
    ['the topic', '"t1"', '"t2"', 'source.kafka_topic'],
  ])('differ in %s', async (_what, from, to, path) => {
    const live = (await read('routine-load', answers)).get('routine-load:shop.rl1');
    expect(differences(declared.replace(from, to), live)).toEqual([path]);
  });
});

describe('tasks', () => {
  const answers: Answers = [
    [
      /information_schema\.tasks/,
      [
        {
          task_name: 'mv-10236',
          schedule: 'PERIODICAL START(2026-11-23T01:26:10) EVERY(10 MINUTES)',
          database: 'shop',
          definition: 'insert overwrite `mv1` SELECT 1',
          properties: "('mvId'='10236')",
        },
        { task_name: 't1', schedule: 'MANUAL', database: 'shop', definition: 'insert into u select 1', properties: '' },
        {
          task_name: 't2',
          schedule: 'PERIODICAL START(2030-01-01T00:00) EVERY(1 HOURS)',
          database: 'shop',
          definition: "insert overwrite uniq1 select 1,'p'",
          properties: "('warehouse'='default_warehouse')",
        },
      ],
    ],
  ];

  test('with a schedule are read; refreshes and single runs are none', async () => {
    const live = await read('task', answers);
    expect([...live.keys()]).toEqual(['task:shop.t2']);
    const task = live.get('task:shop.t2');
    const declared =
      "SUBMIT TASK shop.t2 SCHEDULE START('2030-01-01 00:00:00') EVERY(INTERVAL 1 HOUR) AS insert overwrite uniq1 select 1, 'p'";
    expect(differences(declared, task)).toEqual([]);
    expect(differences(declared.replace("START('2030-01-01 00:00:00') ", ''), task)).toEqual([]);
    expect(differences(declared.replace('1 HOUR', '2 HOUR').replace("'p'", "'q'"), task)).toEqual(['schedule', 'body']);
  });
});

describe('grants', () => {
  const grant = (grants: string, catalog: string | null = 'default_catalog'): Row => ({
    useridentity: 'r2',
    catalog,
    grants,
  });
  const answers: Answers = [
    [
      /^SHOW ROLES/,
      [
        { name: 'root', comment: null },
        { name: 'r2', comment: null },
      ],
    ],
    [/^SHOW ALL AUTHENTICATION/, [{ useridentity: "'root'@'%'", authplugin: 'MYSQL_NATIVE_PASSWORD' }]],
    [
      /^SHOW GRANTS FOR ROLE 'r2'/,
      [
        grant("GRANT 'r1' TO ROLE r2", null),
        grant(
          "GRANT DELETE, DROP, INSERT, SELECT, ALTER, EXPORT, UPDATE, REFRESH ON ALL TABLES IN DATABASE shop TO ROLE 'r2'",
        ),
        grant("GRANT CREATE TABLE, ALTER ON DATABASE shop TO ROLE 'r2'"),
        grant("GRANT USAGE ON CATALOG hive1 TO ROLE 'r2'", 'hive1'),
        grant("GRANT SELECT ON ALL TABLES IN DATABASE lake TO ROLE 'r2'", 'hive1'),
        grant("GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE 'r2' WITH GRANT OPTION"),
      ],
    ],
  ];

  test('are as declared: ALL is what it expands to, in any order and spelling', async () => {
    const live = (await read('grants', answers)).get('grants:role:r2');
    const declared = modelOf([
      {
        ...source('CREATE ROLE r2'),
        grants: [
          'GRANT r1 TO ROLE r2',
          'GRANT ALL ON ALL TABLES IN DATABASE shop TO ROLE r2',
          'GRANT ALTER, CREATE TABLE ON DATABASE shop TO ROLE r2',
          'GRANT USAGE ON CATALOG hive1 TO ROLE r2',
          'GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE r2 WITH GRANT OPTION',
        ].map((sql) => source(sql).statement),
      },
    ]).objects.find(({ kind }) => kind === 'grants');
    if (declared === undefined || live === undefined) throw new Error('nothing to compare');
    expect(kindOf('grants').compare(declared.definition, live, [])).toEqual([]);
  });
});

describe('users', () => {
  test('are read without what nobody may see', async () => {
    const live = await read('user', [
      [
        /^SHOW ALL AUTHENTICATION/,
        [
          { useridentity: "'root'@'%'", password: 'No', authplugin: 'MYSQL_NATIVE_PASSWORD' },
          { useridentity: "'u2'@'10.%'", password: 'Yes', authplugin: 'MYSQL_NATIVE_PASSWORD' },
        ],
      ],
      [
        /^SHOW PROPERTY FOR 'u2'/,
        [
          { key: 'max_user_connections', value: '100' },
          { key: 'catalog', value: 'default_catalog' },
          { key: 'database', value: '' },
        ],
      ],
    ]);
    expect([...live.keys()]).toEqual(['user:u2@10.%']);
    const declared =
      "CREATE USER 'u2'@'10.%' IDENTIFIED BY 'secret:kms:u2' DEFAULT ROLE r2 PROPERTIES ('max_user_connections' = '100')";
    expect(differences(declared, live.get('user:u2@10.%'))).toEqual([]);
    expect(differences(declared.replace("'100'", "'200'"), live.get('user:u2@10.%'))).toEqual([
      'properties.max_user_connections',
    ]);
  });
});

describe('storage volumes', () => {
  test('are described with masked keys', async () => {
    const live = await read('storage-volume', [
      [/^SHOW STORAGE VOLUMES/, [{ 'storage volume': 'sv1' }, { 'storage volume': 'builtin_storage_volume' }]],
      [
        /^DESC STORAGE VOLUME `sv1`/,
        [
          {
            name: 'sv1',
            type: 'S3',
            isdefault: 'false',
            location: 's3://b/x',
            params: '{"aws.s3.access_key":"******","aws.s3.region":"us-east-1","aws.s3.secret_key":"******"}',
            enabled: 'true',
            comment: '',
          },
        ],
      ],
    ]);
    const declared =
      'CREATE STORAGE VOLUME sv1 TYPE = s3 LOCATIONS = ("s3://b/x") PROPERTIES ("enabled" = "TRUE", "aws.s3.region" = "us-east-1", "aws.s3.secret_key" = "secret:env:KEY")';
    expect(differences(declared, live.get('storage-volume:sv1'))).toEqual([]);
    expect(
      differences(declared.replace('us-east-1', 'us-east-2').replace('b/x', 'b/y'), live.get('storage-volume:sv1')),
    ).toEqual(['locations', 'properties.aws.s3.region']);
  });
});

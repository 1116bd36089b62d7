import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median, seconds } from './harness.mjs';
import { startSchemaServer } from './schema-server.mjs';
import { ENVIRONMENT, POLICY, declaredObjects, modelOf, schema } from './schema-objects.mjs';

const OBJECTS = 1_000;
const MANY = 5_000;
const RUNS = 7;

/**
 * A plan of 1,000 objects that finds nothing to do, against its introspection queries alone, sent again as they were on as
 * many connections; and a diff of 5,000 objects in memory.
 */
export async function run() {
  const server = await startSchemaServer();
  try {
    const model = modelOf(declaredObjects(OBJECTS));
    const first = schema.planOffline(schema.emptyModel(ENVIRONMENT), model, POLICY);
    await schema.apply(server.connection, first, { environment: ENVIRONMENT });
    const plans = [];
    const floors = [];
    for (let run = 0; run < RUNS; run++) {
      const heard = [];
      plans.push(await seconds(() => noopPlan(listening(server.connection, heard), model)));
      floors.push(await seconds(() => repeat(server.connection, heard)));
    }
    return [
      {
        name: 'no-op plan of 1,000 objects against its introspection queries',
        value: median(plans),
        floor: median(floors),
        unit: 's',
        goal: { atMost: 2 },
      },
      ...inMemory(),
    ];
  } finally {
    await server.stop();
  }
}

async function noopPlan(connection, model) {
  const live = await schema.introspect(connection, { environment: ENVIRONMENT, databases: schema.databasesOf(model) });
  const plan = schema.planSteps(schema.diff(model, live), POLICY);
  if (plan.steps.length + plan.refusals.length > 0) throw new Error(`The plan is not empty: ${plan.statements[0]}`);
}

/** A connection that notes what it is asked, per connection and in order. */
function listening(connection, heard) {
  const mine = [];
  heard.push(mine);
  return {
    query(sql) {
      mine.push(sql);
      return connection.query(sql);
    },
    fork: async () => listening(await connection.fork(), heard),
    close: () => connection.close(),
  };
}

async function repeat(base, heard) {
  const [own, ...others] = heard;
  const shared = own.findIndex((sql) => sql.startsWith('SHOW CREATE'));
  for (const sql of own.slice(0, shared)) await base.query(sql);
  const readers = await Promise.all(others.map(() => base.fork()));
  const queues = [own.slice(shared), ...others];
  await Promise.all(
    [base, ...readers].map(async (reader, index) => {
      for (const sql of queues[index]) await reader.query(sql);
    }),
  );
  await Promise.all(readers.map((reader) => reader.close()));
}

/** In a process of its own, so that its memory is that of 5,000 objects alone. */
function inMemory() {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'diff'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const { diffSeconds, mebibytes } = JSON.parse(stdout);
  return [
    { name: 'diff of 5,000 objects', value: diffSeconds, unit: 's', goal: { atMost: 1 } },
    {
      name: 'memory with 5,000 objects declared, live and planned',
      value: mebibytes,
      unit: 'MiB',
      goal: { atMost: 300 },
    },
  ];
}

/** Every object is compared in full: no ledger says that it is as it was applied. */
async function measureDiff() {
  const model = modelOf(declaredObjects(MANY));
  const live = {
    kind: 'live',
    environment: ENVIRONMENT,
    engineVersion: '',
    missing: [],
    objects: model.objects.map(({ id, kind, database, name, definition, hash }) => ({
      id,
      kind,
      database,
      name,
      definition,
      liveHash: hash,
    })),
  };
  let changes;
  const diffSeconds = await seconds(async () => {
    changes = schema.diff(model, live);
  });
  const plan = schema.planSteps(changes, POLICY);
  if (plan.statements.length > 0) throw new Error(`The plan is not empty: ${plan.statements[0]}`);
  process.stdout.write(JSON.stringify({ diffSeconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));
}

if (process.argv[2] === 'diff' && process.argv[1] === fileURLToPath(import.meta.url)) await measureDiff();

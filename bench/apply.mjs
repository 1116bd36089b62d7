import { startSchemaServer } from './schema-server.mjs';
import { criticalPath, longestWays } from './critical-path.mjs';
import { ENVIRONMENT, declaredObjects, modelOf, objectsBefore, planNow, schema } from './schema-objects.mjs';
import { seconds } from './harness.mjs';

const OBJECTS = 1_000;
/** A real cluster's delays, 1:10; in milliseconds. A refresh takes 5 s there. */
const DELAYS = { ddl: 20, insert: 10, job: 1_000, task: 500, slots: 4 };
const PARALLELISM = 8;
/** So many times the delays for the second measurement, which leaves the embedded server time for its own work. */
const SLOWER = 5;

/**
 * A change of 1,000 objects in six layers: most are new, 100 tables are rewritten by a job, 40 materialized views are
 * made beside the old ones, refreshed and swapped. Against the shortest time that its graph allows under the same limits,
 * without any ledger, lock or look at the catalog: computed from the delays alone, and measured with a client that does
 * nothing else on the same server, whose own work is in both. Beside it the same steps one after another.
 */
export async function run() {
  const graph = await measured(applied);
  const slow = await measured(applied, SLOWER);
  const bare = await measured(bareClient);
  const one = await measured(oneByOne);
  return [
    {
      name: 'apply of 1,000 objects, 6 layers, ledger included, against the critical path of its graph',
      value: graph.seconds,
      floor: criticalPath(graph.plan.steps, DELAYS, PARALLELISM),
      unit: 's',
      goal: { atMost: 1.2 },
    },
    {
      name: `the same with delays ${SLOWER} times as long (half of a real cluster's)`,
      value: slow.seconds,
      floor: criticalPath(slow.plan.steps, times(DELAYS, SLOWER), PARALLELISM),
      unit: 's',
      goal: { atMost: 1.2 },
    },
    {
      name: 'apply of the same objects, against a client that only sends the statements of the graph',
      value: graph.seconds,
      floor: bare.seconds,
      unit: 's',
      goal: { atMost: 1.2 },
    },
    {
      name: 'apply of the same objects one after another, against apply',
      value: one.seconds,
      floor: graph.seconds,
      unit: 's',
      goal: { atLeast: 1 },
    },
  ];
}

async function measured(work, slower = 1) {
  const server = await startSchemaServer();
  try {
    await applied(server.connection, await planNow(server.connection, modelOf(objectsBefore(OBJECTS))));
    const plan = await planNow(server.connection, modelOf(declaredObjects(OBJECTS)));
    await server.delay(times(DELAYS, slower));
    return { plan, seconds: await seconds(() => work(server.connection, plan, slower)) };
  } finally {
    await server.stop();
  }
}

function times({ slots, ...delays }, factor) {
  return { slots, ...Object.fromEntries(Object.entries(delays).map(([name, ms]) => [name, ms * factor])) };
}

async function applied(connection, plan, slower = 1) {
  const { applied: done } = await schema.apply(connection, plan, {
    environment: ENVIRONMENT,
    parallelism: PARALLELISM,
    pollMs: 50 * slower,
  });
  if (done.length !== plan.steps.length) throw new Error(`${done.length} of ${plan.steps.length} steps were applied.`);
}

/** Sends each statement as soon as what it needs is done, and does nothing else. */
async function bareClient(base, plan) {
  const clients = await Promise.all(Array.from({ length: PARALLELISM }, () => base.fork()));
  const way = longestWays(plan.steps, DELAYS);
  const needs = new Map(plan.steps.map((step) => [step.id, new Set(step.dependsOn.filter((id) => way.has(id)))]));
  const ready = plan.steps.filter((step) => needs.get(step.id).size === 0);
  let open = plan.steps.length;
  let wake = () => undefined;
  let woken = new Promise((resolve) => (wake = resolve));
  const end = (step) => {
    open -= 1;
    for (const next of plan.steps) {
      if (needs.get(next.id).delete(step.id) && needs.get(next.id).size === 0) ready.push(next);
    }
    wake();
    woken = new Promise((resolve) => (wake = resolve));
  };
  const work = async (client) => {
    while (open > 0) {
      ready.sort((a, b) => way.get(a.id) - way.get(b.id));
      const step = ready.pop();
      if (step === undefined) {
        await woken;
        continue;
      }
      let rows = [];
      for (const statement of step.statements) rows = await client.query(statement);
      void untilDone(base, step, rows).then(() => end(step));
    }
  };
  await Promise.all(clients.map(work));
  await Promise.all(clients.map((client) => client.close()));
}

/** Looks at a job when it should have ended, so that looking costs next to nothing. */
async function untilDone(connection, step, rows) {
  if (step.awaits === 'refresh') {
    await pause(DELAYS.task);
    await untilRun(connection, rows[0]?.query_id);
  } else if (step.awaits !== undefined) {
    await pause(DELAYS.job);
    await untilJobs(connection, step.object);
  }
}

/** What a list of statements does: each is sent, awaited with its job, and noted, before the next. */
async function oneByOne(connection, plan) {
  for (const step of plan.steps) {
    let rows = [];
    for (const statement of step.statements) rows = await connection.query(statement);
    await untilDone(connection, step, rows);
    await connection.query(
      "INSERT INTO _strata.heartbeat (lock_name, owner, holder, state, beat_at) VALUES ('bench', '', '', 'held', 0)",
    );
  }
}

async function untilJobs(connection, object) {
  const [database, table] = object.split('.');
  const sql = `SHOW ALTER TABLE COLUMN FROM ${database} WHERE TableName = "${table}"`;
  while ((await connection.query(sql)).some((job) => !['FINISHED', 'CANCELLED'].includes(job.state))) await pause(100);
}

async function untilRun(connection, id) {
  const sql = `SELECT STATE FROM information_schema.task_runs WHERE QUERY_ID = '${id}'`;
  while (!['SUCCESS', 'FAILED'].includes((await connection.query(sql))[0]?.state)) await pause(100);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Applies in a process of its own, to be killed. It waits for its job, `{ port, plan | bundle, parallelism }`: the plan that
 * was made before, or a bundle to plan anew.
 */
const {
  apply,
  connect,
  databasesOf,
  introspect,
  loadModel,
  parseBundle,
  planOffline,
} = require('@strata/starrocks-schema');

const POLICY = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };
const environment = 'killed';

async function planOf(connection, bundle) {
  const model = loadModel(parseBundle(bundle));
  const objects = model.objects.map(({ id }) => id);
  const live = await introspect(connection, { environment, databases: databasesOf(model), objects });
  return planOffline(live, model, POLICY);
}

async function run({ port, plan, bundle, parallelism }) {
  const connection = await connect({ host: '127.0.0.1', port, user: 'admin', password: 'Password_1' });
  try {
    const options = { environment, parallelism, deadAfterSeconds: 0, reconnectMs: 0, pollMs: 5 };
    const resolveSecret = (name) => Promise.resolve(`value of ${name}`);
    await apply(connection, plan ?? (await planOf(connection, bundle)), { ...options, resolveSecret });
  } finally {
    await connection.close();
  }
}

process.once('message', (job) => {
  run(job)
    .then(() => process.send({}))
    .catch((error) => process.send({ failure: String(error) }))
    .finally(() => process.disconnect());
});

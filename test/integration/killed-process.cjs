/** Applies a bundle in a process of its own, to be killed: `node killed-process.cjs PORT BUNDLE`. */
const { readFileSync } = require('node:fs');
const {
  apply,
  connect,
  databasesOf,
  introspect,
  parseBundle,
  loadModel,
  planOffline,
} = require('@strata/starrocks-schema');

const [port, file] = process.argv.slice(2);
const environment = 'killed';

async function main() {
  const connection = await connect({ host: '127.0.0.1', port: Number(port), user: 'root', password: '' });
  const model = loadModel(parseBundle(readFileSync(file, 'utf8')));
  const live = await introspect(connection, { environment, databases: databasesOf(model) });
  const plan = planOffline(live, model, { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' });
  const onProgress = ({ kind }) => kind === 'step-started' && process.stdout.write('.');
  await apply(connection, plan, { environment, deadAfterSeconds: 0, pollMs: 20, onProgress });
  await connection.close();
}

void main();

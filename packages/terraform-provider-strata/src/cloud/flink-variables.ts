/** Variables of a Flink namespace: what a SQL script reads as `${secret_values.name}`. */

import type { Surroundings, Target } from './target';
import type { CallApi } from './open-api';
import type { Namespace } from './flink';
import { findBrokers } from './kafka';
import { findInstance, queryAddress } from './starrocks';
import { errorMessage, ProviderError } from '../errors';
import { SECRET_REFERENCE } from '../reference';
import { resolveSecret } from '../secrets';
import { KAFKA_BOOTSTRAP, PLAIN_VALUE, START_LABEL, STARROCKS_HOST } from '../variable-reference';

/** A value and whether it may be seen. */
export interface VariableValue {
  readonly kind: 'Plain' | 'Encrypted';
  readonly value: string;
}

type Sources = Readonly<Record<string, string>>;

/** What a job starts from. */
export type StartFrom = 'nothing' | 'latest-state';

/** Sets all variables in a namespace, for a job that is about to start. */
export async function setVariables(
  namespace: Namespace,
  call: CallApi,
  target: Target,
  sources: Sources,
  from: StartFrom,
  surroundings: Surroundings,
): Promise<void> {
  const there = new Set((await namespace.variables()).map(({ name }) => name));
  for (const [name, source] of Object.entries(sources)) {
    // The state of the job remembers its labels.
    if (START_LABEL.test(source) && from === 'latest-state' && there.has(name)) continue;
    const value = await valueOf(name, source, call, target, surroundings);
    await (there.has(name) ? namespace.updateVariable(name, value) : createOrUpdate(namespace, name, value));
  }
}

/** Jobs of one namespace are made at the same time and share variables: another one may have been first. */
async function createOrUpdate(namespace: Namespace, name: string, value: VariableValue): Promise<void> {
  try {
    await namespace.createVariable(name, value);
  } catch (error) {
    if (!(await namespace.variables()).some((one) => one.name === name)) throw error;
    await namespace.updateVariable(name, value);
  }
}

/** Which of the recorded variables are still as they were set: there, and with their value where that can be read. */
export async function standingVariables(
  namespace: Namespace,
  call: CallApi,
  target: Target,
  sources: Sources,
  recorded: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): Promise<Readonly<Record<string, string>>> {
  const live = new Map((await namespace.variables()).map((one) => [one.name, one]));
  const standing: Record<string, string> = {};
  for (const [name, hash] of Object.entries(recorded)) {
    const found = live.get(name);
    const source = sources[name];
    if (found === undefined || source === undefined) continue;
    if (!SECRET_REFERENCE.test(source) && !START_LABEL.test(source)) {
      const { value } = await valueOf(name, source, call, target, surroundings);
      if (found.value !== value) continue;
    }
    standing[name] = hash;
  }
  return standing;
}

async function valueOf(
  name: string,
  source: string,
  call: CallApi,
  target: Target,
  surroundings: Surroundings,
): Promise<VariableValue> {
  if (START_LABEL.test(source)) return { kind: 'Plain', value: Date.now().toString(36) };
  const [, plain] = PLAIN_VALUE.exec(source) ?? [];
  if (plain !== undefined) return { kind: 'Plain', value: plain };
  const [, instanceName] = STARROCKS_HOST.exec(source) ?? [];
  if (instanceName !== undefined) {
    return { kind: 'Plain', value: await starRocksHost(name, instanceName, call, target) };
  }
  const [, clusterName] = KAFKA_BOOTSTRAP.exec(source) ?? [];
  if (clusterName !== undefined) return { kind: 'Plain', value: await brokers(name, clusterName, call, target) };
  try {
    return { kind: 'Encrypted', value: await resolveSecret(source, target, surroundings, `\`variables\` ${name}`) };
  } catch (error) {
    const code = error instanceof ProviderError ? error.code : 'STR1601';
    throw new ProviderError(code, `Variable ${name}: ${errorMessage(error)}`, { cause: error });
  }
}

async function starRocksHost(variable: string, name: string, call: CallApi, target: Target): Promise<string> {
  const instance = await findInstance(call, target, name);
  if (instance !== undefined) return (await queryAddress(call, instance)).host;
  throw new ProviderError(
    'STR1606',
    `Variable ${variable}: there is no StarRocks instance named ${name} in ${target.region}. Deploy the warehouse stack first.`,
  );
}

async function brokers(variable: string, name: string, call: CallApi, target: Target): Promise<string> {
  const found = await findBrokers(call, target, name);
  if (found !== undefined) return found;
  throw new ProviderError(
    'STR1606',
    `Variable ${variable}: there is no running Kafka cluster named ${name} in ${target.region}. Deploy the streams stack first.`,
  );
}

import type { Namespace } from '../src/cloud/flink';
import { setVariables } from '../src/cloud/flink-variables';
import type { StartFrom, VariableValue } from '../src/cloud/flink-variables';
import { targetOf } from '../src/cloud/target';

/** A namespace that answers as slowly as a cloud: two jobs list its variables before either has made one. */
function namespace(refusal?: string) {
  const values = new Map<string, string>();
  const moment = () => new Promise((resolve) => setTimeout(resolve, 5));
  const variables: Pick<Namespace, 'variables' | 'createVariable' | 'updateVariable'> = {
    variables: async () => {
      await moment();
      return [...values].map(([name, value]) => ({ name, value }));
    },
    createVariable: async (name: string, { value }: VariableValue) => {
      await moment();
      if (refusal !== undefined) throw new Error(refusal);
      if (values.has(name)) throw new Error(`Variable ${name} exists already.`);
      values.set(name, value);
    },
    updateVariable: async (name: string, { value }: VariableValue) => {
      await moment();
      values.set(name, value);
    },
  };
  return { values, variables: variables as Namespace };
}

const set = (variables: Namespace, sources: Readonly<Record<string, string>>, from: StartFrom = 'nothing') =>
  setVariables(
    variables,
    () => Promise.reject(new Error('no call is needed')),
    targetOf('sandbox', 'cn-shanghai'),
    sources,
    from,
    {
      environment: {},
      workingDirectory: '/',
    },
  );

describe('variables of a Flink namespace', () => {
  test('are shared by jobs that are made at the same time', async () => {
    const { values, variables } = namespace();
    await Promise.all([
      set(variables, { host: 'plain:warehouse', loans: 'plain:rds-1' }),
      set(variables, { host: 'plain:warehouse', events: 'plain:kafka-1' }),
    ]);
    expect([...values].sort()).toEqual([
      ['events', 'kafka-1'],
      ['host', 'warehouse'],
      ['loans', 'rds-1'],
    ]);
  });

  test('fails as the cloud says when one cannot be made', async () => {
    await expect(set(namespace('No permission.').variables, { host: 'plain:warehouse' })).rejects.toThrow(
      'No permission.',
    );
  });

  test('a start label is another one after a start from nothing, and the same while the job goes on', async () => {
    const { values, variables } = namespace();
    values.set('labels', 'first');
    await set(variables, { labels: 'start-label' }, 'latest-state');
    expect(values.get('labels')).toBe('first');
    await set(variables, { labels: 'start-label' }, 'nothing');
    expect(values.get('labels')).toMatch(/^[0-9a-z]{8,}$/);
  });
});

import type { Step } from '../document';
import type { Checked } from './report';

interface Named {
  readonly path: readonly Step[];
  readonly name: string;
}

/** Names that belong to one thing each. */
export function checkUnique({ file, report }: Checked): void {
  const once = (what: string, all: readonly Named[]): void => {
    all.forEach(({ path, name }, index) => {
      if (all.findIndex((each) => each.name === name) === index) return;
      report(
        'STR1111',
        path,
        `must be unique among ${what}, got "${name}" a second time. Rename or remove one of them.`,
      );
    });
  };
  const named = (list: string, key: string, names: readonly string[] = []): readonly Named[] =>
    names.map((name, index) => ({ path: [list, index, key], name }));
  once(
    'warehouses',
    named(
      'warehouses',
      'name',
      file.warehouses?.map(({ name }) => name),
    ),
  );
  once(
    'sources',
    named(
      'sources',
      'name',
      file.sources?.map(({ name }) => name),
    ),
  );
  once('the databases of all sources', [
    ...(file.sources ?? []).flatMap(({ databases }, source) =>
      databases.map((name, index) => ({ path: ['sources', source, 'databases', index], name })),
    ),
  ]);
  // Consumer groups and jobs are called by the topic, in which they know no `_` and `.`.
  once(
    'topics',
    named(
      'streams',
      'topic',
      file.streams?.map(({ topic }) => topic.replace(/[_.]/g, '-')),
    ),
  );
  once(
    'catalogs',
    named(
      'lake',
      'name',
      file.lake?.map(({ name }) => name),
    ),
  );
  once(
    'clients',
    named(
      'clients',
      'name',
      file.clients?.map(({ name }) => name),
    ),
  );
  once(
    'parameters',
    (file.instance !== undefined && 'parameters' in file.instance ? (file.instance.parameters ?? []) : []).map(
      ({ component, key }, index) => ({ path: ['instance', 'parameters', index, 'key'], name: `${component} ${key}` }),
    ),
  );
  once(
    'layers',
    (file.layers ?? []).map((layer, index) =>
      typeof layer === 'string'
        ? { path: ['layers', index], name: layer }
        : { path: ['layers', index, 'name'], name: layer.name },
    ),
  );
  once(
    'contacts',
    (file.alarms?.contacts ?? []).map(({ name }, index) => ({ path: ['alarms', 'contacts', index, 'name'], name })),
  );
}

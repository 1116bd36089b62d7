import type { Step } from '../document';
import { shown } from '../fields';
import type { Checked } from './report';

interface Part {
  readonly path: readonly Step[];
  readonly value: unknown;
}

interface Named {
  readonly path: readonly Step[];
  readonly name: string;
}

/** Names that belong to one thing each. Looks at the file as it stands: what else is wrong with a thing does not hide its name. */
export function checkUnique({ written, report }: Checked): void {
  const once = (what: string, all: readonly Named[]): void => {
    all.forEach(({ path, name }, index) => {
      if (all.findIndex((each) => each.name === name) === index) return;
      report(
        'STR1111',
        path,
        `must be unique among ${what}, got ${shown(name)} a second time. Rename or remove one of them.`,
      );
    });
  };
  const named = (...pattern: readonly string[]): readonly Named[] => textsOf(partsAt(written, pattern));
  once('zones', named('zones', '*'));
  once('warehouses', named('warehouses', '*', 'name'));
  once('sources', named('sources', '*', 'name'));
  once('the databases of all sources', named('sources', '*', 'databases', '*'));
  // Consumer groups and jobs are called by the topic, in which they know no `_` and `.`.
  once(
    'topics',
    named('streams', '*', 'topic').map(({ path, name }) => ({ path, name: name.replace(/[_.]/g, '-') })),
  );
  once('catalogs', named('lake', '*', 'name'));
  once('clients', named('clients', '*', 'name'));
  once('parameters', partsAt(written, ['instance', 'parameters', '*']).flatMap(parameterName));
  once('layers', [...named('layers', '*'), ...named('layers', '*', 'name')].sort(byIndex));
  once('contacts', named('alarms', 'contacts', '*', 'name'));
}

/** What stands at a path; `*` is each element of a list. */
function partsAt(value: unknown, pattern: readonly string[], path: readonly Step[] = []): readonly Part[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [{ path, value }];
  if (step !== '*') return isMapping(value) ? partsAt(value[step], rest, [...path, step]) : [];
  return Array.isArray(value) ? value.flatMap((each: unknown, index) => partsAt(each, rest, [...path, index])) : [];
}

function textsOf(parts: readonly Part[]): readonly Named[] {
  return parts.flatMap(({ path, value }) => (typeof value === 'string' ? [{ path, name: value }] : []));
}

/** A parameter is one of a component. */
function parameterName({ path, value }: Part): readonly Named[] {
  if (!isMapping(value)) return [];
  const { component, key } = value;
  return typeof component === 'string' && typeof key === 'string'
    ? [{ path: [...path, 'key'], name: `${component} ${key}` }]
    : [];
}

function byIndex(a: Named, b: Named): number {
  return Number(a.path[1]) - Number(b.path[1]);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Property } from '@strata/starrocks-sql';

import { namedKey } from '../../storage/catalog';
import type { NamedKind, NamedRecord } from '../../storage/model';
import type { ServerContext, SessionState } from '../context';
import { userName } from '../context';

export function toRecord(properties: readonly Property[]): Readonly<Record<string, string>> {
  return Object.fromEntries(properties.map(({ key, value }) => [key, value]));
}

type NewNamed = Pick<NamedRecord, 'kind' | 'name'> & Partial<Omit<NamedRecord, 'kind' | 'name'>>;

/** Keeps a new object. Answers false when another of this name came first. */
export async function addNamed(context: ServerContext, session: SessionState, object: NewNamed): Promise<boolean> {
  return context.catalog.change(async (change) => {
    if (context.catalog.named(object.kind, object.name) !== undefined) return false;
    await change.put('named', namedKey(object.kind, object.name), {
      id: change.nextId(),
      createdMs: Date.now(),
      comment: '',
      properties: {},
      state: '',
      creator: userName(session),
      details: {},
      ...object,
    });
    return true;
  });
}

export function putNamed(context: ServerContext, object: NamedRecord): Promise<void> {
  return context.catalog.change((change) => change.put('named', namedKey(object.kind, object.name), object));
}

/** Answers false when there is none. */
export async function dropNamed(context: ServerContext, kind: NamedKind, name: string): Promise<boolean> {
  if (context.catalog.named(kind, name) === undefined) return false;
  await context.catalog.change((change) => change.remove('named', namedKey(kind, name)));
  return true;
}

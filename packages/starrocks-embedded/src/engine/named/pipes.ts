import type { AlterPipeStatement } from '@strata/starrocks-sql';

import { SqlError } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { ServerContext, SessionState } from '../context';
import { fullName, setPipeState } from './jobs';
import { putNamed, toRecord } from './store';

/** Suspends or resumes a pipe, or sets properties of it; a property has one spelling, whatever its case. */
export async function alterPipe(
  context: ServerContext,
  session: SessionState,
  { name, action }: AlterPipeStatement,
): Promise<StatementResult> {
  const full = fullName(session, name);
  if (action.kind !== 'set-properties') {
    return setPipeState(context, full, action.kind === 'suspend' ? 'SUSPEND' : 'RUNNING');
  }
  const pipe = context.catalog.named('pipe', full);
  if (pipe === undefined) throw new SqlError(1064, `pipe-${name.parts.at(-1) ?? ''} not exists`);
  const set = toRecord(action.properties);
  const keys = new Set(Object.keys(set).map((key) => key.toLowerCase()));
  const kept = Object.entries(pipe.properties).filter(([key]) => !keys.has(key.toLowerCase()));
  await putNamed(context, { ...pipe, properties: { ...Object.fromEntries(kept), ...set } });
  return OK;
}

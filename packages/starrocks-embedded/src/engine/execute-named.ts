import type { DropObjectStatement, Statement } from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { ServerContext, SessionState } from './context';
import { alterCatalog, createCatalog, dropCatalog } from './named/catalogs';
import {
  alterRoutineLoad,
  controlRoutineLoad,
  createFunction,
  createPipe,
  createRoutineLoad,
  dropFunction,
  fullName,
} from './named/jobs';
import { alterPipe } from './named/pipes';
import { alterGroup, createGroup, dropGroup } from './named/resource-groups';
import { dropNamed } from './named/store';
import { alterTask, dropTask, submitTask } from './named/tasks';
import type { RunStatement } from './named/tasks';
import { alterVolume, createVolume, dropVolume } from './named/volumes';

/** Statements on objects that have a name and no rows; undefined for all others. */
export function executeNamed(
  context: ServerContext,
  session: SessionState,
  statement: Statement,
  run: RunStatement,
): Promise<StatementResult> | StatementResult | undefined {
  switch (statement.kind) {
    case 'create-catalog':
      return createCatalog(context, session, statement);
    case 'alter-catalog':
      return alterCatalog(context, statement);
    case 'create-storage-volume':
      return createVolume(context, session, statement);
    case 'alter-storage-volume':
      return alterVolume(context, statement);
    case 'set-default-storage-volume':
      if (statement.name !== 'builtin_storage_volume') throw unsupported('another default storage volume');
      return OK;
    case 'create-resource-group':
      return createGroup(context, session, statement);
    case 'alter-resource-group':
      return alterGroup(context, statement);
    case 'create-warehouse':
    case 'alter-warehouse':
      throw new SqlError(1064, 'Multi-Warehouse is not implemented');
    case 'create-routine-load':
      return createRoutineLoad(context, session, statement);
    case 'alter-routine-load':
      return alterRoutineLoad(context, session, statement);
    case 'control-routine-load':
      return controlRoutineLoad(context, session, statement);
    case 'create-pipe':
      return createPipe(context, session, statement);
    case 'alter-pipe':
      return alterPipe(context, session, statement);
    case 'submit-task':
      return submitTask(context, session, statement, run);
    case 'alter-task':
      return alterTask(context, statement);
    case 'create-function':
      return createFunction(context, session, statement);
    case 'drop-function':
      return dropFunction(context, session, statement);
    case 'drop-object':
      return dropObject(context, session, statement);
    default:
      return undefined;
  }
}

async function dropObject(
  context: ServerContext,
  session: SessionState,
  statement: DropObjectStatement,
): Promise<StatementResult> {
  const name = statement.name.parts.at(-1) ?? '';
  switch (statement.object) {
    case 'CATALOG':
      return dropCatalog(context, name, statement.ifExists);
    case 'STORAGE VOLUME':
      return dropVolume(context, name, statement.ifExists);
    case 'RESOURCE GROUP':
      return dropGroup(context, name, statement.ifExists);
    case 'TASK':
      return dropTask(context, name, statement.ifExists);
    case 'PIPE': {
      const full = fullName(session, statement.name);
      if (!(await dropNamed(context, 'pipe', full)) && !statement.ifExists)
        throw new SqlError(5801, `Getting analyzing error. Detail message: Unknown pipe '${full}'.`);
      return OK;
    }
    case 'WAREHOUSE':
      if (name === 'default_warehouse') throw analysisError("Can't drop the default_warehouse");
      throw new SqlError(1064, 'Multi-Warehouse is not implemented');
  }
}

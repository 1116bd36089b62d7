import { ACCESS_TABLES } from './definitions/access';
import { CLUSTER_TABLES } from './definitions/cluster';
import type { TableColumns } from './definitions/columns';
import { OBJECT_TABLES } from './definitions/objects';
import { SYS_TABLES } from './definitions/sys';
import { WORK_TABLES } from './definitions/work';

export type InfoDatabase = 'information_schema' | 'sys';

/** Tables of information_schema and sys. */
export const INFO_TABLES: Readonly<Record<InfoDatabase, TableColumns>> = {
  information_schema: { ...OBJECT_TABLES, ...WORK_TABLES, ...CLUSTER_TABLES, ...ACCESS_TABLES },
  sys: SYS_TABLES,
};

import type { AlterStorageVolumeStatement, CreateStorageVolumeStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { OK, textResult } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { ServerContext, SessionState } from '../context';
import { addNamed, dropNamed, putNamed, toRecord } from './store';

const BUILTIN = 'builtin_storage_volume';
const TYPES = ['S3', 'HDFS', 'AZBLOB', 'ADLS2', 'GS', 'OSS'];
const KNOWN = /^(aws\.s3\.|azure\.|gcp\.|hadoop\.|dfs\.|fs\.|username$|password$|enabled$)/;

export async function createVolume(
  context: ServerContext,
  session: SessionState,
  statement: CreateStorageVolumeStatement,
): Promise<StatementResult> {
  const { name } = statement;
  if (name === BUILTIN)
    throw analysisError(
      `${BUILTIN} is a reserved storage volume name, please choose a different name for the storage volume`,
    );
  const [location = ''] = statement.locations;
  if (location === '') throw analysisError("'location' field is required to create the storage volume");
  const type = statement.type.toUpperCase();
  if (!TYPES.includes(type)) throw new SqlError(1064, `Unknown storage volume type: ${statement.type}`);
  if (
    !new RegExp(
      `^${type === 'HDFS' ? '(hdfs|viewfs|oss|cosn|ofs|obs|ks3|tos)' : '(s3a?|azblob|adls2|gs|oss)'}://`,
    ).test(location)
  )
    throw new SqlError(1064, `Invalid location ${location}`);
  const { enabled = 'true', ...properties } = toRecord(statement.properties);
  const unknown = Object.keys(properties).find((key) => !KNOWN.test(key));
  if (unknown !== undefined && type !== 'HDFS') throw new SqlError(1064, `Invalid properties ${unknown}`);
  const isNew = await addNamed(context, session, {
    kind: 'storage-volume',
    name,
    comment: statement.comment ?? '',
    properties,
    state: enabled,
    details: { type, location: statement.locations.join(', ') },
  });
  if (!isNew && !statement.ifNotExists) throw new SqlError(1064, `Storage volume '${name}' already exists`);
  return OK;
}

export async function alterVolume(
  context: ServerContext,
  statement: AlterStorageVolumeStatement,
): Promise<StatementResult> {
  const volume = context.catalog.named('storage-volume', statement.name);
  if (volume === undefined) {
    if (statement.ifExists) return OK;
    throw new SqlError(1064, `Storage volume '${statement.name}' does not exist`);
  }
  const { enabled, ...properties } = toRecord(statement.properties);
  await putNamed(context, {
    ...volume,
    state: enabled ?? volume.state,
    comment: statement.comment ?? volume.comment,
    properties: { ...volume.properties, ...properties },
  });
  return OK;
}

export async function dropVolume(context: ServerContext, name: string, ifExists: boolean): Promise<StatementResult> {
  const used = context.catalog.databases().some((database) => database.properties['storage_volume'] === name);
  if (used) throw new SqlError(1064, `Storage volume '${name}' is referenced by dbs or tables`);
  if (!(await dropNamed(context, 'storage-volume', name)) && !ifExists)
    throw new SqlError(1064, `Storage volume '${name}' does not exist`);
  return OK;
}

/** Names of all volumes. */
export function volumeNames(context: ServerContext): readonly string[] {
  return [BUILTIN, ...context.catalog.namedOf('storage-volume').map((volume) => volume.name)].sort();
}

const S3 = {
  'aws.s3.use_instance_profile': 'false',
  'aws.s3.use_web_identity_token_file': 'false',
  'aws.s3.use_aws_sdk_default_behavior': 'false',
};

/** DESC STORAGE VOLUME. Keys are masked. */
export function describeVolume(context: ServerContext, name: string): StatementResult {
  const columns = ['Name', 'Type', 'IsDefault', 'Location', 'Params', 'Enabled', 'Comment'];
  if (name === BUILTIN) return textResult(columns, [[name, 'S3', 'true', 'embedded', '{}', 'true', '']]);
  const volume = context.catalog.named('storage-volume', name);
  if (volume === undefined) throw analysisError(`Unknown storage volume: ${name}`);
  const type = String(volume.details['type']);
  const defaults = type === 'S3' ? S3 : {};
  const shown = Object.fromEntries(
    Object.entries({ ...defaults, ...volume.properties }).map(([key, value]) => [
      key,
      /(access_key|secret_key|password|key)$/.test(key) ? '******' : value,
    ]),
  );
  return textResult(columns, [
    [name, type, 'false', String(volume.details['location']), JSON.stringify(shown), volume.state, volume.comment],
  ]);
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SandboxError } from './errors';

const attributesSchema = z.record(z.string(), z.unknown());

const deploymentSchema = z.object({
  deploymentId: z.string(),
  workspace: z.string(),
  namespace: z.string(),
  /** As the API was given it: name, artifact, engineVersion, flinkConf, … */
  body: attributesSchema,
  createdAt: z.number(),
  modifiedAt: z.number(),
});

const jobSchema = z.object({
  jobId: z.string(),
  deploymentId: z.string(),
  workspace: z.string(),
  namespace: z.string(),
  status: z.enum(['STARTING', 'RUNNING', 'CANCELLING', 'CANCELLED', 'FINISHED', 'FAILED']),
  /** When it got that status, for one that is on the way to another. */
  since: z.number().optional(),
  /** What the job was started with. */
  artifact: z.unknown(),
  restoreStrategy: z.unknown(),
  localVariables: z.unknown().optional(),
  savepoint: z.string().optional(),
  startedAt: z.number(),
});

const variableSchema = z.object({
  name: z.string(),
  kind: z.string(),
  /** Absent for an encrypted one. */
  value: z.string().optional(),
  description: z.string().optional(),
});

const stateSchema = z.object({
  version: z.literal(1),
  /** Counts everything ever created, so that ids are never used twice. */
  sequence: z.number().int(),
  /** type -> id -> attributes as Terraform names them. */
  resources: z.record(z.string(), z.record(z.string(), attributesSchema)),
  /** StarRocks instance -> ports of its embedded server. */
  servers: z.record(z.string(), z.object({ queryPort: z.number().int(), httpPort: z.number().int() })),
  deployments: z.record(z.string(), deploymentSchema),
  jobs: z.record(z.string(), jobSchema),
  /** `<workspace>/<namespace>` -> name -> variable of that namespace. */
  variables: z.record(z.string(), z.record(z.string(), variableSchema)).default({}),
});

export type Attributes = z.infer<typeof attributesSchema>;
export type Deployment = z.infer<typeof deploymentSchema>;
export type Job = z.infer<typeof jobSchema>;
export type SandboxState = z.infer<typeof stateSchema>;

/** A sandbox in which nothing exists. */
export function emptyState(): SandboxState {
  return { version: 1, sequence: 0, resources: {}, servers: {}, deployments: {}, jobs: {}, variables: {} };
}

/**
 * Reads what exists.
 *
 * @throws SandboxError STR1702 when the file is not what this version writes
 */
export function loadState(file: string): SandboxState {
  if (!existsSync(file)) return emptyState();
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new SandboxError(
      'STR1702',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\nStart afresh with: npx strata sandbox reset`,
    );
  }
}

/** Writes what exists in one step, so that a crash leaves the old or the new file, never half of one. */
export function saveState(file: string, state: SandboxState): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(state, undefined, 1), { mode: 0o600 });
  renameSync(next, file);
}

/**
 * `strata_schema`: all SQL objects of one environment. Read contacts the warehouse, plan is pure, apply verifies.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Resource } from '@strata/terraform-plugin';
import type { LiveModel, Plan, PlanPolicy } from '@strata/starrocks-schema';
import type { Surroundings, Target } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
import type { LoadEngine, SchemaEngine } from '../schema/engine';
import type { WarehouseName } from '../schema/warehouse';
import { importParts } from './import-id';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';
import { runCreation, runDestruction, runPlan } from './schema-run';

const DEFAULT_READ_TIMEOUT_SECONDS = 10;

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  user: {
    type: 'string',
    required: true,
    description: 'User that runs the statements; admin in EMR Serverless StarRocks.',
  },
  password: {
    type: 'string',
    required: true,
    description: 'Reference to its password: env:NAME, kms:name or sandbox:name.',
  },
  bundle: {
    type: 'string',
    required: true,
    description: 'Path of the JSON file with the declared objects of all layers.',
  },
  bundle_sha256: { type: 'string', required: true, description: 'SHA-256 of the bundle, in hexadecimal.' },
  allow_data_loss: {
    type: 'bool',
    optional: true,
    description: 'Lets objects without their own `--@ allow-drop` be dropped while protection is off. Default: false.',
  },
  protection: {
    type: 'bool',
    optional: true,
    computed: true,
    description: 'While true, nothing that holds data is dropped. Default: true.',
  },
  read_timeout_seconds: {
    type: 'number',
    optional: true,
    description: 'How long a plan waits for the warehouse before it is made from what was recorded. Default: 10.',
  },
  objects: { type: ['map', 'string'], computed: true, description: 'Hash of each object, by layer and name.' },
  changes: {
    type: ['list', 'string'],
    computed: true,
    description: 'Statements that this change runs, in their order.',
  },
} as const satisfies Attributes;

export function schemaResource(surroundings: Surroundings, loadEngine: LoadEngine): Resource {
  const bundleOf = (values: { readonly bundle: string; readonly bundle_sha256: string }): string =>
    work().readBundle(values.bundle, values.bundle_sha256, surroundings.workingDirectory);

  return defineResource({
    description: 'All SQL objects of an environment: databases, tables, views, materialized views, in one plan.',
    attributes: ATTRIBUTES,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      const seconds = config.read_timeout_seconds;
      if (typeof seconds === 'number' && seconds <= 0) {
        diagnostics.error('`read_timeout_seconds` must be positive.', `Got ${seconds}.`, ['read_timeout_seconds']);
      }
      const sha256 = config.bundle_sha256;
      if (typeof sha256 === 'string' && !/^[0-9a-f]{64}$/.test(sha256)) {
        diagnostics.error('`bundle_sha256` must be 64 hexadecimal digits in lower case.', undefined, ['bundle_sha256']);
      }
    },

    plan: async ({ prior, config, proposed, private: record, diagnostics }) => {
      const { environment, bundle, bundle_sha256, allow_data_loss } = config;
      const protection = config.protection ?? true;
      if (
        environment === UNKNOWN ||
        bundle === UNKNOWN ||
        bundle_sha256 === UNKNOWN ||
        allow_data_loss === UNKNOWN ||
        protection === UNKNOWN
      ) {
        return { planned: { protection, objects: UNKNOWN, changes: UNKNOWN } };
      }
      const engine = await loadEngine();
      const live = prior === null ? engine.empty(environment) : work().readRecord(engine, record, environment);
      if (prior !== null && moves(prior, config)) {
        work().planDestruction(engine, live, work().policyOf(prior), prior.environment, diagnostics);
      }
      const desired = engine.declared(bundleOf({ bundle, bundle_sha256 }));
      const policy = work().policyOf({ allow_data_loss, protection });
      const planned = work().planSchema(engine, desired, live, policy, diagnostics);
      // Without a change the statements of the last one stay: a plan without a refresh must be empty as well.
      const changes = planned.changes.length === 0 && prior !== null ? (prior.changes ?? []) : planned.changes;
      const unchanged = prior !== null && sameHashes(prior.objects ?? {}, planned.objects);
      const same = planned.changes.length === 0 && unchanged && prior.protection === protection;
      const configured = prior === null || bundle_sha256 !== prior.bundle_sha256;
      return {
        planned: {
          ...proposed,
          protection,
          objects: planned.objects,
          changes: same && !configured ? changes : planned.changes,
        },
      };
    },

    planDestroy: async ({ prior, private: record, diagnostics }) => {
      const engine = await loadEngine();
      const live = work().readRecord(engine, record, prior.environment);
      work().planDestruction(engine, live, work().policyOf(prior), prior.environment, diagnostics);
    },

    create: async ({ planned, signal, log, setPrivate, diagnostics }) => {
      const engine = await loadEngine();
      const bundle = bundleOf(planned);
      const plan = checkedPlan(engine, bundle, engine.empty(planned.environment), planned);
      const runner = { engine, surroundings, signal, log };
      const result = await runCreation(runner, planned, plan, bundle, plannedPolicy(planned), diagnostics);
      setPrivate(work().writeRecord(engine, result.model));
      return {
        ...planned,
        id: placeOf(planned),
        protection: known(planned.protection, true),
        objects: known(planned.objects, engine.hashes(result.model)),
        changes: known(planned.changes, plan.statements),
      };
    },

    update: async ({ prior, planned, private: record, signal, log, setPrivate, reached }) => {
      const engine = await loadEngine();
      const plan = checkedPlan(
        engine,
        bundleOf(planned),
        work().readRecord(engine, record, planned.environment),
        planned,
      );
      const keep = (model: LiveModel): void => setPrivate(work().writeRecord(engine, model));
      try {
        const result = await runPlan({ engine, surroundings, signal, log }, planned, plan);
        keep(result.model);
        return {
          ...planned,
          id: placeOf(planned),
          protection: known(planned.protection, true),
          objects: known(planned.objects, engine.hashes(result.model)),
          changes: known(planned.changes, plan.statements),
        };
      } catch (error) {
        const model = work().reachedModel(error);
        if (model !== undefined) {
          keep(model);
          reached({ ...prior, objects: engine.hashes(model), changes: [] });
        }
        throw error;
      }
    },

    // The last part is the reference to the password: reading what exists needs it.
    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name', 'user', 'password']);
      return Promise.resolve({ ...parts, id: placeOf(parts), objects: {}, changes: [] });
    },

    read: async ({ state, private: record, diagnostics, setPrivate }) => {
      const engine = await loadEngine();
      const timeoutMs = (state.read_timeout_seconds ?? DEFAULT_READ_TIMEOUT_SECONDS) * 1000;
      try {
        const found = await work().findWarehouse(state, surroundings, timeoutMs);
        if (found === undefined) return null;
        const model = await work().withConnection(
          found,
          state,
          engine,
          surroundings,
          { timeoutMs, patient: false },
          (connection) => {
            const databases = databasesOf(state.objects ?? {});
            const resolveSecret = secretsWithin(found.target, surroundings, timeoutMs / 2);
            return withDeadline(engine.introspect(connection, state.environment, databases, resolveSecret), timeoutMs);
          },
        );
        setPrivate(work().writeRecord(engine, model));
        return { ...state, objects: engine.hashes(model), changes: [] };
      } catch (error) {
        // Just imported: nothing is recorded that a plan could be made from.
        if (record.length === 0) throw error;
        diagnostics.warning(
          `The plan of ${state.instance_name} is offline: ${work().offlineReason(error)}.`,
          work().offlineText(error),
        );
        return { ...state, changes: [] };
      }
    },

    delete: async ({ prior, private: record, signal, log }) => {
      const engine = await loadEngine();
      const live = work().readRecord(engine, record, prior.environment);
      const plan = engine.plan(engine.nothing(), live, work().policyOf(prior));
      if (plan.refusals.length > 0) {
        throw new ProviderError(
          'STR1610',
          `The SQL objects of ${prior.environment} are protected: ${plan.refusals.map((one) => one.object).join(', ')}.`,
        );
      }
      try {
        await runDestruction({ engine, surroundings, signal, log }, prior, plan);
      } catch (error) {
        throw isOutOfReach(error) ? wayOut(prior, error) : error;
      }
    },
  });
}

/** True when the change replaces the resource, which drops the objects at the old place. */
function moves(prior: Readonly<Record<Place, string>>, config: Readonly<Record<Place, unknown>>): boolean {
  return PLACE_NAMES.some((name) => prior[name] !== config[name]);
}

const PLACE_NAMES = ['environment', 'target', 'region', 'instance_name'] as const;
type Place = (typeof PLACE_NAMES)[number];

/** The plan that Terraform showed: computed again from the same data. */
function checkedPlan(
  engine: SchemaEngine,
  bundle: string,
  live: LiveModel,
  planned: { readonly allow_data_loss: boolean | null; readonly protection: unknown; readonly changes: unknown },
): Plan {
  const plan = engine.plan(engine.declared(bundle), live, plannedPolicy(planned));
  if (plan.refusals.length > 0) {
    throw new ProviderError('STR1608', plan.refusals.map((one) => `${one.object}: ${one.message}`).join('\n'));
  }
  const shown = planned.changes;
  // A list that stays from the last change (nothing to do now) is not compared.
  if (Array.isArray(shown) && plan.statements.length > 0 && !sameList(shown, plan.statements)) {
    throw new ProviderError('STR1609', 'The statements to run are not those of the plan. Plan again.');
  }
  return plan;
}

function plannedPolicy(planned: {
  readonly allow_data_loss: boolean | null;
  readonly protection: unknown;
}): PlanPolicy {
  return work().policyOf({ allow_data_loss: planned.allow_data_loss, protection: planned.protection !== false });
}

/** No API, no secret or no connection; a refused statement is something else. */
function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^(STR140\d|STR160[1-4])$/.test(error.code);
}

function wayOut(prior: WarehouseName & { readonly environment: string }, error: unknown): ProviderError {
  return new ProviderError(
    work().isLoginRefused(error) ? 'STR1618' : 'STR1607',
    `The SQL objects of ${prior.environment} in ${prior.instance_name} were not dropped: ${work().offlineReason(error)}.\n` +
      `${errorMessage(error)}\n` +
      `Destroy from a machine that reaches it, with the password in force. If the instance itself is to be deleted, take this resource out of the state ` +
      `first (terraform state rm) and destroy the warehouse stack: that deletes the objects with it.`,
    { cause: error },
  );
}

/** A value that the plan knew must come back as it was. */
function known<T>(planned: T | typeof UNKNOWN | null, otherwise: T): T {
  return planned === UNKNOWN || planned === null ? otherwise : planned;
}

/** Databases of objects by their ids. */
function databasesOf(objects: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.keys(objects).map((id) => id.split('.')[0] ?? id))].sort();
}

function sameHashes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function sameList(a: readonly unknown[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Secrets that do not come in time are taken as applied: a plan does not wait for them. */
function secretsWithin(target: Target, surroundings: Surroundings, milliseconds: number) {
  return (reference: string): Promise<string> =>
    withDeadline(work().resolveSecret(reference, target, surroundings, 'a secret in the SQL'), milliseconds);
}

async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ProviderError('STR1607', `The warehouse did not answer within ${milliseconds / 1000} s.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

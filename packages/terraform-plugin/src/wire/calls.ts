/** The calls of protocol 5: bytes in, a handler, bytes out. Numbers in this file are field numbers of the protocol. */

import { blockFromJson, decodeBlock, parseJson } from '../codec/decode';
import { encodeBlock } from '../codec/encode';
import { errorMessage, PluginError } from '../errors';
import type {
  ApplyAnswer,
  Diagnostic,
  PlanAnswer,
  ProtocolHandlers,
  ReadAnswer,
  ServeProtocolOptions,
} from '../handlers';
import type { BlockSchema, ProviderSchema, Schema } from '../schema';
import { isValueObject } from '../values';
import type { Value, ValueObject } from '../values';
import { MessageWriter } from './message';
import type { MessageReader } from './message';
import { diagnosticMessage, pathMessage } from './path';
import { encodeSchemaAnswer } from './schema';

/** One call: the request's bytes to the answer's. The signal is aborted when the caller is gone. */
export type Call = (request: MessageReader, cancelled?: AbortSignal) => Promise<MessageWriter>;

/** What a call does; the signal is aborted when the caller is gone, and when Terraform asks to stop. */
type Work = (request: MessageReader, signal: AbortSignal) => Promise<MessageWriter>;

/** Everything that the calls share during the life of a process. */
export interface CallEnvironment {
  readonly handlers: ProtocolHandlers;
  readonly options: ServeProtocolOptions;
  readonly signal: AbortSignal;
  /** Aborts the signal. */
  stop(): void;
}

/** Field number of diagnostics in the answers, and what must be in an answer that has failed. */
interface AnswerShape {
  readonly diagnostics: number;
  failed?(request: MessageReader): MessageWriter;
}

/** All calls by their name in the protocol. */
export function createCalls(environment: CallEnvironment): ReadonlyMap<string, Call> {
  const { handlers, options } = environment;
  const guarded = (shape: AnswerShape, work: Work): Call => guard(environment.signal, shape, work);
  let schema: Promise<ProviderSchema> | undefined;
  const getSchema = (): Promise<ProviderSchema> => (schema ??= Promise.resolve(handlers.getProviderSchema()));
  const resource = async (name: string): Promise<Schema> => find((await getSchema()).resources, name, 'resource type');
  const dataSource = async (name: string): Promise<Schema> =>
    find((await getSchema()).dataSources, name, 'data source');
  const providerBlock = async (): Promise<BlockSchema> => (await getSchema()).provider.block;

  return new Map<string, Call>([
    [
      'GetSchema',
      guarded({ diagnostics: 4 }, async () =>
        MessageWriter.of(options.schemaAnswer ?? encodeSchemaAnswer(await getSchema(), options)),
      ),
    ],
    [
      'PrepareProviderConfig',
      guarded({ diagnostics: 2 }, async (request, signal) => {
        const block = await providerBlock();
        const config = object(block, request.message(1));
        const answer = (await handlers.prepareProviderConfig?.({ config, signal })) ?? {};
        return new MessageWriter()
          .message(1, dynamicValue(block, answer.config ?? config))
          .messages(2, diagnostics(block, answer.diagnostics));
      }),
    ],
    [
      'ValidateResourceTypeConfig',
      guarded({ diagnostics: 1 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block } = await resource(typeName);
        const config = object(block, request.message(2));
        const found = await handlers.validateResource?.({ typeName, config, signal });
        return new MessageWriter().messages(1, diagnostics(block, found));
      }),
    ],
    [
      'ValidateDataSourceConfig',
      guarded({ diagnostics: 1 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block } = await dataSource(typeName);
        const config = object(block, request.message(2));
        const found = await handlers.validateDataSource?.({ typeName, config, signal });
        return new MessageWriter().messages(1, diagnostics(block, found));
      }),
    ],
    [
      'UpgradeResourceState',
      guarded({ diagnostics: 2 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block, version } = await resource(typeName);
        const stored = { typeName, version: request.integer(2), state: storedState(request.message(3), typeName) };
        const answer = (await handlers.upgrade?.({ ...stored, signal })) ?? sameVersion(stored, version);
        return new MessageWriter()
          .message(1, dynamicValue(block, blockFromJson(block, answer.state)))
          .messages(2, diagnostics(block, answer.diagnostics));
      }),
    ],
    [
      'Configure',
      guarded({ diagnostics: 1 }, async (request, signal) => {
        const block = await providerBlock();
        const config = object(block, request.message(2));
        const found = await handlers.configure?.({ terraformVersion: request.string(1), config, signal });
        return new MessageWriter().messages(1, diagnostics(block, found));
      }),
    ],
    [
      'ReadResource',
      guarded(
        { diagnostics: 2, failed: (request) => rawField(1, request.bytes(2)).bytes(3, request.bytes(3)) },
        async (request, signal) => {
          const typeName = request.string(1);
          const { block } = await resource(typeName);
          const state = dynamicBlock(block, request.message(2));
          const before = request.bytes(3);
          const answer: ReadAnswer =
            state === null ? { state } : await handlers.read({ typeName, state, private: before, signal });
          return new MessageWriter()
            .message(1, dynamicValue(block, answer.state))
            .messages(2, diagnostics(block, answer.diagnostics))
            .bytes(3, answer.private ?? before);
        },
      ),
    ],
    [
      'PlanResourceChange',
      guarded({ diagnostics: 4 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block } = await resource(typeName);
        const priorPrivate = request.bytes(5);
        const answer: PlanAnswer = await handlers.plan({
          typeName,
          priorState: dynamicBlock(block, request.message(2)),
          proposedState: dynamicBlock(block, request.message(3)),
          config: dynamicBlock(block, request.message(4)),
          priorPrivate,
          signal,
        });
        return new MessageWriter()
          .message(1, dynamicValue(block, answer.plannedState))
          .messages(
            2,
            (answer.requiresReplace ?? []).map((path) => pathMessage(block, path)),
          )
          .bytes(3, answer.plannedPrivate ?? priorPrivate)
          .messages(4, diagnostics(block, answer.diagnostics))
          .bool(5, answer.legacyTypeSystem);
      }),
    ],
    [
      'ApplyResourceChange',
      guarded(
        // Whatever existed before still does when nothing is known about the outcome.
        { diagnostics: 3, failed: (request) => rawField(1, request.bytes(2)).bytes(2, request.bytes(5)) },
        async (request, signal) => {
          const typeName = request.string(1);
          const { block } = await resource(typeName);
          const plannedPrivate = request.bytes(5);
          const answer: ApplyAnswer = await handlers.apply({
            typeName,
            priorState: dynamicBlock(block, request.message(2)),
            plannedState: dynamicBlock(block, request.message(3)),
            config: dynamicBlock(block, request.message(4)),
            plannedPrivate,
            signal,
          });
          return new MessageWriter()
            .message(1, dynamicValue(block, answer.state))
            .bytes(2, answer.private ?? plannedPrivate)
            .messages(3, diagnostics(block, answer.diagnostics))
            .bool(4, answer.legacyTypeSystem);
        },
      ),
    ],
    [
      'ImportResourceState',
      guarded({ diagnostics: 2 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block } = await resource(typeName);
        const answer = await handlers.import?.({ typeName, id: request.string(2), signal });
        if (answer === undefined) throw new PluginError('STR1506', `${typeName} cannot be imported.`);
        const imported = await Promise.all(
          answer.resources.map(async (one) =>
            new MessageWriter()
              .string(1, one.typeName)
              .message(2, dynamicValue((await resource(one.typeName)).block, one.state))
              .bytes(3, one.private),
          ),
        );
        return new MessageWriter().messages(1, imported).messages(2, diagnostics(block, answer.diagnostics));
      }),
    ],
    [
      'ReadDataSource',
      guarded({ diagnostics: 2 }, async (request, signal) => {
        const typeName = request.string(1);
        const { block } = await dataSource(typeName);
        const config = object(block, request.message(2));
        if (handlers.readDataSource === undefined) throw new PluginError('STR1505', `${typeName} cannot be read.`);
        const answer = await handlers.readDataSource({ typeName, config, signal });
        return new MessageWriter()
          .message(1, dynamicValue(block, answer.state))
          .messages(2, diagnostics(block, answer.diagnostics));
      }),
    ],
    [
      'Stop',
      async () => {
        environment.stop();
        try {
          await handlers.stop?.();
          return new MessageWriter();
        } catch (error) {
          return new MessageWriter().string(1, errorMessage(error));
        }
      },
    ],
  ]);
}

/** Turns what a handler throws into a diagnostic, so that the process and its other calls live on. */
function guard(stopping: AbortSignal, shape: AnswerShape, work: Work): Call {
  return async (request, cancelled) => {
    try {
      return await work(request, cancelled === undefined ? stopping : AbortSignal.any([stopping, cancelled]));
    } catch (error) {
      const answer = shape.failed?.(request) ?? new MessageWriter();
      return answer.message(shape.diagnostics, diagnosticMessage(undefined, errorDiagnostic(error)));
    }
  };
}

/** What was thrown, as a diagnostic: the first line is the summary. */
export function errorDiagnostic(thrown: unknown): Diagnostic {
  const error = reasonOf(thrown);
  const [summary = '', ...rest] = errorMessage(error).split('\n');
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const detail = rest.join('\n').trim();
  return { severity: 'error', summary: `${code}${summary}`, ...(detail === '' ? {} : { detail }) };
}

/** A wait that was ended says only that; why is its cause. */
function reasonOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'AbortError' && error.cause instanceof Error ? error.cause : error;
}

function sameVersion(
  stored: { typeName: string; version: number; state: ValueObject },
  version: number,
): {
  readonly state: ValueObject;
  readonly diagnostics?: readonly Diagnostic[];
} {
  if (stored.version === version) return { state: stored.state };
  throw new PluginError(
    'STR1504',
    `The state of ${stored.typeName} was written with version ${stored.version} of its schema, this provider has version ${version} ` +
      `and no way from one to the other. Use the version of the provider that wrote it.`,
  );
}

function storedState(raw: MessageReader, typeName: string): ValueObject {
  if (raw.has(2)) {
    throw new PluginError(
      'STR1504',
      `The state of ${typeName} is in the flat format that Terraform used before 0.12, which this provider cannot read. ` +
        `Open it once with Terraform 0.12 or newer and the provider that wrote it.`,
    );
  }
  const state = parseJson(raw.string(1)) as Value;
  if (!isValueObject(state)) throw new PluginError('STR1504', `The stored state of ${typeName} is not a JSON object.`);
  return state;
}

/** A DynamicValue: MessagePack if it is there, else JSON. Neither means null. */
function dynamicBlock(block: BlockSchema, value: MessageReader): ValueObject | null {
  if (value.has(1)) return decodeBlock(block, value.bytes(1));
  if (value.has(2)) return blockFromJson(block, parseJson(value.string(2)));
  return null;
}

/** A configuration is never null, but an empty one may be. */
function object(block: BlockSchema, value: MessageReader): ValueObject {
  return dynamicBlock(block, value) ?? blockFromJson(block, {}) ?? {};
}

function dynamicValue(block: BlockSchema, value: ValueObject | null): MessageWriter {
  return new MessageWriter().bytes(1, encodeBlock(block, value));
}

function rawField(field: number, bytes: Uint8Array): MessageWriter {
  return new MessageWriter().bytes(field, bytes);
}

function diagnostics(block: BlockSchema, given: readonly Diagnostic[] | undefined): MessageWriter[] {
  return (given ?? []).map((diagnostic) => diagnosticMessage(block, diagnostic));
}

function find(schemas: Readonly<Record<string, Schema>>, name: string, kind: string): Schema {
  const schema = schemas[name];
  if (schema !== undefined) return schema;
  const names = Object.keys(schemas).join(', ') || 'none';
  throw new PluginError('STR1505', `The provider has no ${kind} ${name}. It has: ${names}.`);
}

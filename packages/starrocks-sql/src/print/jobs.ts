/** Catalogs, storage volumes, resource groups, loads, pipes, tasks, functions. */

import type { DataType, Property } from '../ast';
import type {
  AlterPipeStatement,
  AlterResourceGroupStatement,
  AlterRoutineLoadStatement,
  AlterStorageVolumeStatement,
  AlterTaskStatement,
  Classifier,
  CreateFunctionStatement,
  CreatePipeStatement,
  CreateResourceGroupStatement,
  CreateRoutineLoadStatement,
  CreateStorageVolumeStatement,
  DropFunctionStatement,
  LoadProperty,
  SubmitTaskStatement,
} from '../ast-jobs';
import {
  assertNever,
  printComment,
  printIdentifier,
  printName,
  printPartitionNames,
  printProperties,
  printPropertyLines,
  printPropertyList,
  printString,
  words,
} from './names';
import { printInterval } from './tables';
import { printDataType } from './types';

interface NamedObject {
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly comment?: string;
  readonly properties: readonly Property[];
}

/** CREATE of an object that is a name, a comment and properties. */
export function printCreateObject(what: string, statement: NamedObject): string {
  const head = words(`CREATE ${what}`, statement.ifNotExists && 'IF NOT EXISTS', printIdentifier(statement.name));
  return [`${head}${printComment(statement.comment)}`, ...printPropertyLines(statement.properties)].join('\n');
}

export function printCreateStorageVolume(statement: CreateStorageVolumeStatement): string {
  const name = words(
    'CREATE STORAGE VOLUME',
    statement.ifNotExists && 'IF NOT EXISTS',
    printIdentifier(statement.name),
  );
  return [
    name,
    `TYPE = ${printIdentifier(statement.type)}`,
    `LOCATIONS = (${statement.locations.map(printString).join(', ')})`,
    ...(statement.comment === undefined ? [] : [`COMMENT ${printString(statement.comment)}`]),
    ...printPropertyLines(statement.properties),
  ].join('\n');
}

export function printAlterStorageVolume(statement: AlterStorageVolumeStatement): string {
  const clauses = [
    ...(statement.comment === undefined ? [] : [`COMMENT = ${printString(statement.comment)}`]),
    ...(statement.properties.length === 0 ? [] : [`SET ${printPropertyList(statement.properties)}`]),
  ];
  const name = words('ALTER STORAGE VOLUME', statement.ifExists && 'IF EXISTS', printIdentifier(statement.name));
  return `${name} ${clauses.join(', ')}`;
}

function printClassifiers(classifiers: readonly Classifier[]): string {
  return classifiers.map((classifier) => `(${classifier.map((each) => each.text).join(', ')})`).join(', ');
}

export function printCreateResourceGroup(statement: CreateResourceGroupStatement): string {
  const { ifNotExists, orReplace, classifiers } = statement;
  const name = printIdentifier(statement.name);
  return [
    words('CREATE RESOURCE GROUP', ifNotExists && 'IF NOT EXISTS', orReplace && 'OR REPLACE', name),
    ...(classifiers.length === 0 ? [] : [`TO ${printClassifiers(classifiers)}`]),
    `WITH ${printPropertyList(statement.properties)}`,
  ].join('\n');
}

export function printAlterResourceGroup(statement: AlterResourceGroupStatement): string {
  const head = `ALTER RESOURCE GROUP ${printIdentifier(statement.name)}`;
  const { action } = statement;
  switch (action.kind) {
    case 'add-classifiers':
      return `${head} ADD ${printClassifiers(action.classifiers)}`;
    case 'drop-classifiers':
      return `${head} DROP ${action.ids === 'ALL' ? 'ALL' : `(${action.ids.join(', ')})`}`;
    case 'set-properties':
      return `${head} WITH ${printPropertyList(action.properties)}`;
    default:
      return assertNever(action);
  }
}

// ----------------------------------------------------------------------------------------------------- routine load

function printLoadProperty(property: LoadProperty): string {
  switch (property.kind) {
    case 'columns-terminated-by':
      return `COLUMNS TERMINATED BY ${printString(property.separator)}`;
    case 'rows-terminated-by':
      return `ROWS TERMINATED BY ${printString(property.separator)}`;
    case 'columns':
      return `COLUMNS (${property.columns.map((column) => column.text).join(', ')})`;
    case 'where':
      return `WHERE ${property.condition.text}`;
    case 'partitions':
      return printPartitionNames(property.partitions);
    default:
      return assertNever(property);
  }
}

function printLoad(
  head: string,
  load: Pick<CreateRoutineLoadStatement, 'loadProperties' | 'properties' | 'sourceProperties'> & {
    readonly source?: string;
  },
): string {
  const lists = load.loadProperties.map(printLoadProperty);
  const source = load.source === undefined ? [] : [`FROM ${printIdentifier(load.source)}`];
  const sourceLines = printPropertyLines(load.sourceProperties, source[0] ?? '');
  return [
    head,
    ...(lists.length === 0 ? [] : [lists.join(',\n')]),
    ...printPropertyLines(load.properties),
    ...(sourceLines.length === 0 ? source : sourceLines),
  ].join('\n');
}

export function printCreateRoutineLoad(statement: CreateRoutineLoadStatement): string {
  return printLoad(`CREATE ROUTINE LOAD ${printName(statement.name)} ON ${printName(statement.table)}`, statement);
}

export function printAlterRoutineLoad(statement: AlterRoutineLoadStatement): string {
  return printLoad(`ALTER ROUTINE LOAD FOR ${printName(statement.name)}`, statement);
}

// ------------------------------------------------------------------------------------------------------ pipes, tasks

export function printCreatePipe(statement: CreatePipeStatement): string {
  const { orReplace, ifNotExists } = statement;
  return [
    words('CREATE', orReplace && 'OR REPLACE', 'PIPE', ifNotExists && 'IF NOT EXISTS', printName(statement.name)),
    ...printPropertyLines(statement.properties),
    'AS',
    statement.insert.text,
  ].join('\n');
}

export function printAlterPipe(statement: AlterPipeStatement): string {
  const head = `ALTER PIPE ${printName(statement.name)}`;
  const { action } = statement;
  switch (action.kind) {
    case 'suspend':
      return `${head} SUSPEND`;
    case 'resume':
      return `${head} RESUME`;
    case 'retry-all':
      return `${head} RETRY ALL`;
    case 'retry-file':
      return `${head} RETRY FILE ${printString(action.file)}`;
    case 'set-properties':
      return `${head} SET ${printPropertyList(action.properties)}`;
    default:
      return assertNever(action);
  }
}

export function printSubmitTask(statement: SubmitTaskStatement): string {
  const { schedule } = statement;
  const start = schedule?.start === undefined ? undefined : `START (${printString(schedule.start)})`;
  return [
    words('SUBMIT TASK', statement.name === undefined ? undefined : printName(statement.name)),
    ...(schedule === undefined ? [] : [words('SCHEDULE', start, `EVERY (${printInterval(schedule.every)})`)]),
    ...printPropertyLines(statement.properties),
    'AS',
    statement.body.text,
  ].join('\n');
}

export function printAlterTask(statement: AlterTaskStatement): string {
  const head = words('ALTER TASK', statement.ifExists && 'IF EXISTS', printName(statement.name));
  const { action } = statement;
  switch (action.kind) {
    case 'suspend':
      return `${head} SUSPEND`;
    case 'resume':
      return `${head} RESUME`;
    case 'set-properties':
      return `${head} SET ${printPropertyList(action.properties)}`;
    default:
      return assertNever(action);
  }
}

// -------------------------------------------------------------------------------------------------------- functions

function printTypes(types: readonly DataType[], variadic: boolean): string {
  return `(${[...types.map(printDataType), ...(variadic ? ['...'] : [])].join(', ')})`;
}

export function printCreateFunction(statement: CreateFunctionStatement): string {
  const { body, global, orReplace, ifNotExists } = statement;
  const type = body.kind === 'external' ? body.type : undefined;
  const head = words(
    ...['CREATE', orReplace && 'OR REPLACE', global && 'GLOBAL', type, 'FUNCTION', ifNotExists && 'IF NOT EXISTS'],
    printName(statement.name),
  );
  if (body.kind === 'expression') {
    const list = body.arguments.map((argument) => `${printIdentifier(argument.name)} ${printDataType(argument.type)}`);
    return `${head}(${list.join(', ')}) RETURNS ${body.expression.text}`;
  }
  const inline = body.inline === undefined ? '' : ` AS $$${body.inline}$$`;
  const properties = printProperties(body.properties);
  return `${head}${printTypes(body.arguments, body.variadic)} RETURNS ${printDataType(body.returns)}${properties}${inline}`;
}

export function printDropFunction(statement: DropFunctionStatement): string {
  const head = words(
    'DROP',
    statement.global && 'GLOBAL',
    'FUNCTION',
    statement.ifExists && 'IF EXISTS',
    printName(statement.name),
  );
  return `${head}${printTypes(statement.arguments, statement.variadic)}`;
}

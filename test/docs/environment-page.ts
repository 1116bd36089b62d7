import { environmentJsonSchema, PRICED_ITEMS, REGION_PRICES } from '@strata/environment';
import type { Account } from '@strata/environment';

/** The page of environment files, made of the schema that they are checked with. */

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly 'x-default'?: string | number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** `docs/reference/environment.md`. */
export function environmentPage(account: Account): string {
  const schema = environmentJsonSchema() as JsonSchema;
  const keys = Object.entries(schema.properties ?? {});
  const sections = keys.flatMap(([key, value]) => {
    const forms = formsOf(value);
    return forms.length === 0 ? [] : [section(key, value, forms)];
  });
  const top = table(keys.map(([key, value]) => row(key, value, schema.required?.includes(key) ?? false)));
  return `${[HEAD, top, ...sections, stages(account), prices(account)].join('\n\n')}\n`;
}

const HEAD = `# Environment files

<!-- Made of the schema in packages/environment/src/schema by \`npm test\`; write with UPDATE_DOCS=1. -->

\`environments/<team>-<stage>.yaml\` is all that a team writes. \`npx strata env new\` writes one, \`npx strata env show <environment>\` tells what follows from it, \`npx strata env check\` what a change of it would lose. Editors complete and check it by \`environments/schema.json\`, which the first line of each file names:

\`\`\`yaml
# yaml-language-server: $schema=./schema.json
\`\`\`

Any key that is not listed here is an error, and so is a network that overlaps another environment's, a budget below what the environment costs by the price book, or a size above the quota. \`STRATA_ENV=<environment>,…\` in the shell synthesizes these alone, and so does \`npx strata synth --env <environment>\`.

## The file`;

function table(rows: readonly string[]): string {
  return ['| Key | What | Value | Default |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function section(key: string, value: JsonSchema, forms: readonly JsonSchema[]): string {
  const parts = forms.map((form) => {
    const title = forms.length === 1 ? '' : `With ${distinction(form, forms)}:\n\n`;
    return `${title}${table(rowsOf(form, ''))}`;
  });
  return [`## \`${key}\``, `${value.description ?? ''}`, ...parts].join('\n\n');
}

/** The keys by which a form is told from the others. */
function distinction(form: JsonSchema, forms: readonly JsonSchema[]): string {
  const kind = form.properties?.['kind']?.const;
  if (kind !== undefined) return `\`kind: ${kind}\``;
  const others = forms.filter((other) => other !== form);
  const own = Object.keys(form.properties ?? {}).filter((key) =>
    others.every((other) => other.properties?.[key] === undefined),
  );
  return own.length === 0 ? 'the keys that all have' : own.map((key) => `\`${key}\``).join(', ');
}

/** The mappings that a value may be, or be a list of. */
function formsOf(value: JsonSchema): readonly JsonSchema[] {
  if (value.items !== undefined) return formsOf(value.items);
  if (value.properties !== undefined) return [value];
  return (value.anyOf ?? value.oneOf ?? []).flatMap(formsOf);
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): readonly string[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const inner = formsOf(value).flatMap((form) => rowsOf(form, `${path}${value.items === undefined ? '.' : '[].'}`));
    return [row(path, value, required.includes(key)), ...new Set(inner)];
  });
}

function row(path: string, value: JsonSchema, required: boolean): string {
  const standard = required ? 'needed' : String(value['x-default'] ?? 'none');
  return `| \`${path}\` | ${cell(value.description ?? '')} | ${cell(valueText(value))} | ${cell(standard)} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function valueText(value: JsonSchema): string {
  const alternatives = value.anyOf ?? value.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(valueText))].join(' or ');
  if (value.const !== undefined) return `\`${value.const}\``;
  if (value.enum !== undefined) return value.enum.map((each) => `\`${each}\``).join(', ');
  if (value.items !== undefined) return `list: ${valueText(value.items)}`;
  switch (value.type) {
    case 'integer':
    case 'number':
      return range(value);
    case 'boolean':
      return '`true`, `false`';
    case 'object':
      return 'mapping';
    default:
      return value.format === 'email' ? 'e-mail address' : 'text';
  }
}

function range({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const from = minimum ?? (exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`);
  const to = maximum ?? (exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`);
  const what = type === 'integer' ? 'whole number' : 'number';
  return from === undefined || to === undefined || from === Number.MIN_SAFE_INTEGER
    ? what
    : `${what}, ${from} to ${to}`;
}

function stages({ stages: all, teams = {} }: Account): string {
  const rows = Object.entries(all).map(([name, { defaults, lifetimeDays, protection, quota, workingHours }]) => {
    const { version, frontend, compute, warehouseNodes } = defaults;
    const size = (group: { cu: number; nodes: number; diskGb: number }): string =>
      `${group.nodes} × ${group.cu} CU, ${group.diskGb} GB`;
    const hours =
      workingHours === undefined
        ? 'always'
        : `${workingHours.days.join(' ')} ${workingHours.from}–${workingHours.to} ${workingHours.timeZone}`;
    const life =
      lifetimeDays === undefined ? 'without end' : `${lifetimeDays.default} days, ${lifetimeDays.maximum} at most`;
    return `| ${name} | ${version} | ${size(frontend)} | ${size(compute)} | ${warehouseNodes} | ${hours} | ${life} | ${protection ? 'on' : 'off'} | ${quota.cu} CU |`;
  });
  const own = Object.entries(teams).flatMap(([team, quotas]) =>
    Object.entries(quotas).flatMap(([stage, quota]) =>
      quota === undefined
        ? []
        : [
            `- ${team} in ${stage}: ${[quota.cu === undefined ? [] : `${quota.cu} CU`, quota.budget === undefined ? [] : `${quota.budget} CNY a month`].flat().join(', ')}`,
          ],
    ),
  );
  return [
    '## What a stage gives',
    'Of `strata.yaml`, which the platform team reviews.',
    [
      '| Stage | Version | Frontends | default_warehouse | Nodes of a warehouse | Warehouses run | Lifetime | Protection | Quota |',
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    ...(own.length === 0 ? [] : ['Quotas of single teams:', own.join('\n')]),
  ].join('\n\n');
}

function prices({ prices: { cnyPerUsd, source, asOf } }: Account): string {
  const items = Object.keys(PRICED_ITEMS) as (keyof typeof PRICED_ITEMS)[];
  const rows = Object.entries(REGION_PRICES).map(
    ([id, { name, usdPerHour, source: read }]) =>
      `| \`${id}\` (${name}) | ${items.map((item) => usdPerHour[item]).join(' | ')} | ${read.readOn} |`,
  );
  const sources = [
    ...new Set(Object.values(REGION_PRICES).map((each) => `${each.source.title}: <${each.source.url}>`)),
  ];
  return [
    '## The price book',
    `US dollars per hour, reckoned at ${cnyPerUsd} CNY (${source}, ${asOf}). What is not here (RDS, Kafka, Flink, OSS, NAT) is listed without a price until \`prices.own\` of \`strata.yaml\` names what the account pays.`,
    [
      `| Region | ${items.map((item) => `\`${item}\``).join(' | ')} | Read on |`,
      `| --- | ${items.map(() => '---').join(' | ')} | --- |`,
      ...rows,
    ].join('\n'),
    sources.join('\n'),
  ].join('\n\n');
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root, terraformEnvironment } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

const USAGE = `npm run provider:update -- [--version X.Y.Z] [--schema FILE] [--with TYPE]...

Takes a version of the alicloud provider into packages/provider-alicloud:
  1. asks Terraform for its schema (or reads FILE, the output of \`terraform providers schema -json\`),
  2. keeps the resource types and data sources (data.TYPE) that schema.json has, and those named by --with,
  3. writes schema.json and provider.json and prints what changed for those types,
  4. removes registry.lock.hcl when the version changed: its hashes are of the old one.
Then: \`npm run build\` generates the bindings; run the tests; bring the facts of packages/alicloud-sandbox to the same
version (force-new, suppressed diffs and ignored updates are in no schema: read the provider's release notes and source).`;

const folder = join(root, 'packages', 'provider-alicloud');
/** As Terraform addresses data sources. */
const DATA = 'data.';

await main(() => {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      schema: { type: 'string' },
      with: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const provider = read('provider.json');
  const version = values.version ?? provider.version;
  const full = JSON.parse(
    values.schema === undefined ? askTerraform(provider.source, version) : readFileSync(values.schema, 'utf8'),
  );
  const key = `registry.terraform.io/${provider.source}`;
  const taken = full.provider_schemas?.[key];
  if (taken === undefined) {
    throw new UserError(
      `The schema has no provider ${key}, only ${Object.keys(full.provider_schemas ?? {}).join(', ')}.`,
    );
  }
  const before = read('schema.json').provider_schemas[key];
  const [old, found] = [byType(before), byType(taken)];
  const types = [...new Set([...old.keys(), ...values.with])].sort();
  const missing = types.filter((type) => !found.has(type));
  if (missing.length > 0)
    throw new UserError(`alicloud ${version} has no ${missing.join(', ')}. Replace what uses them first.`);
  const kept = new Map(types.map((type) => [type, withoutText(found.get(type))]));
  const after = {
    provider: withoutText(taken.provider),
    resource_schemas: Object.fromEntries([...kept].filter(([type]) => !type.startsWith(DATA))),
    data_source_schemas: Object.fromEntries(
      [...kept].filter(([type]) => type.startsWith(DATA)).map(([type, schema]) => [type.slice(DATA.length), schema]),
    ),
  };
  write('schema.json', { format_version: full.format_version, provider_schemas: { [key]: after } });
  write('provider.json', { source: provider.source, version });
  if (version !== provider.version) rmSync(join(folder, 'registry.lock.hcl'), { force: true });
  const changes = types.flatMap((type) => compare(type, old.get(type)?.block, kept.get(type).block));
  console.log(changes.length === 0 ? 'No type that we use has changed.' : changes.join('\n'));
});

/** The schemas of resources and data sources by type. */
function byType({ resource_schemas: resources, data_source_schemas: dataSources }) {
  const sources = Object.entries(dataSources ?? {}).map(([type, schema]) => [`${DATA}${type}`, schema]);
  return new Map([...Object.entries(resources), ...sources]);
}

function read(name) {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function write(name, value) {
  writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Descriptions are for the documentation: they would be most of the file. */
function withoutText(value) {
  if (Array.isArray(value)) return value.map(withoutText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(typeof inner === 'string' && ['description', 'description_kind'].includes(key)))
      .map(([key, inner]) => [key, withoutText(inner)]),
  );
}

/** Lines such as `alicloud_vpc.tags: changed`, for attributes and blocks at any depth. */
function compare(path, before, after) {
  if (before === undefined) return [`${path}: new`];
  const parts = (block) => ({ ...block.attributes, ...block.block_types });
  const [old, now] = [parts(before), parts(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((name) => {
    const here = `${path}.${name}`;
    if (old[name] === undefined) return [`${here}: new`];
    if (now[name] === undefined) return [`${here}: removed`];
    if (old[name].block !== undefined && now[name].block !== undefined)
      return compare(here, old[name].block, now[name].block);
    return sorted(old[name]) === sorted(now[name]) ? [] : [`${here}: ${sorted(old[name])} -> ${sorted(now[name])}`];
  });
}

function sorted(attribute) {
  return JSON.stringify(Object.fromEntries(Object.entries(attribute).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function askTerraform(source, version) {
  const scratch = mkdtempSync(join(tmpdir(), 'strata-provider-'));
  try {
    const binary = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
    writeFileSync(
      join(scratch, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { [source.split('/')[1]]: { source, version } } } }),
    );
    const options = { cwd: scratch, env: terraformEnvironment(binary), encoding: 'utf8', maxBuffer: 1 << 30 };
    execFileSync(binary, ['init', '-input=false'], options);
    return execFileSync(binary, ['providers', 'schema', '-json'], options);
  } catch (error) {
    throw new UserError(
      `Terraform could not give the schema of ${source} ${version}:\n${error.stderr ?? error.message}`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

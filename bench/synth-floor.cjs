'use strict';
/**
 * The floor of the benchmark `synth`: a bare cdktf program that writes the same resources into as many stacks with the same
 * bindings, each attribute a literal: no environments, checks, policies, guards that look around, bundles or locks.
 *
 * Arguments: output folder, JSON file with the resources of each stack.
 */
const { readFileSync } = require('node:fs');
const process = require('node:process');
const { App, LocalBackend, TerraformStack } = require('cdktf');
const { AlicloudProvider } = require('@cdktf/provider-alicloud/lib/provider');
const { StrataProvider } = require('@strata/provider-strata/lib/provider');

const [outdir, resources] = process.argv.slice(2);
const PACKAGES = { alicloud: '@cdktf/provider-alicloud', strata: '@strata/provider-strata' };

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** Attributes of Terraform JSON as the bindings take them; the keys of maps are data. */
function configOf(attributes) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (name === 'depends_on') return ['dependsOn', value.map((fqn) => ({ fqn }))];
      if (name === 'lifecycle') return [name, configOf(value)];
      return [camel(name), Array.isArray(value) ? value.map(nested) : value];
    }),
  );
}

function nested(value) {
  return typeof value === 'object' && value !== null ? configOf(value) : value;
}

function classOf(type) {
  const [provider, ...words] = type.split('_');
  const exported = require(`${PACKAGES[provider]}/lib/${words.join('-')}`);
  return exported[words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')];
}

const app = new App({ outdir });
for (const { id, blocks } of JSON.parse(readFileSync(resources, 'utf8'))) {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `${id}.tfstate` });
  new AlicloudProvider(stack, 'Alicloud', { region: 'cn-shanghai' });
  new StrataProvider(stack, 'Strata');
  for (const { type, name, attributes } of blocks) new (classOf(type))(stack, name, configOf(attributes));
}
app.synth();

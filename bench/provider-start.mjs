import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { root } from '../scripts/internal/run.mjs';
import { median } from './harness.mjs';

const RUNS = 15;
const require = createRequire(join(root, 'packages', 'terraform-plugin', 'package.json'));
const { Client, credentials } = require('@grpc/grpc-js');
const { createServerIdentity } = require('./dist/process/certificate.js');
/** Told to a provider by Terraform; not a secret, only a sign that Terraform is the one that asks. */
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const PROVIDERS = [
  ['strata', 'packages/terraform-provider-strata/dist/terraform-provider-strata'],
  ['alicloud stand-in', 'packages/alicloud-sandbox/bin/terraform-provider-alicloud'],
];

/** Milliseconds from the start of a provider process to its answer to the first call, with mutual TLS as Terraform does it. */
export async function run({ environment }) {
  const results = [];
  for (const [name, path] of PROVIDERS) {
    const times = [];
    for (let run = 0; run < RUNS; run++) times.push(await once(join(root, path), environment));
    results.push({ name: `start of provider ${name}`, value: median(times), unit: 'ms', goal: { atMost: 150 } });
  }
  return results;
}

async function once(path, environment) {
  const terraform = createServerIdentity();
  const started = process.hrtime.bigint();
  const child = spawn(path, [], {
    env: {
      ...environment,
      TF_PLUGIN_MAGIC_COOKIE: COOKIE,
      PLUGIN_PROTOCOL_VERSIONS: '5',
      PLUGIN_CLIENT_CERT: terraform.certificatePem,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const handshake = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)));
  });
  const [, , , address, , certificate] = handshake.split('|');
  const secure = credentials.createSsl(
    Buffer.from(new X509Certificate(Buffer.from(certificate, 'base64')).toString()),
    Buffer.from(terraform.privateKeyPem),
    Buffer.from(terraform.certificatePem),
  );
  const client = new Client(address, secure, { 'grpc.ssl_target_name_override': 'localhost' });
  await new Promise((resolve, reject) => {
    const raw = (bytes) => bytes;
    client.makeUnaryRequest('/tfplugin5.Provider/GetSchema', raw, raw, Buffer.alloc(0), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  client.close();
  child.removeAllListeners();
  child.kill('SIGTERM');
  return milliseconds;
}

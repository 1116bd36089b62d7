/** What Terraform and a provider tell each other before the first call. */

import { PluginError } from '../errors';

const COOKIE_NAME = 'TF_PLUGIN_MAGIC_COOKIE';
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const PROTOCOL_VERSION = '5';

/** What Terraform told the provider in its environment. */
export interface Invitation {
  /** Certificate (PEM) that Terraform will show; absent when TLS is switched off. */
  readonly clientCertificate: string | undefined;
}

/**
 * Checks that Terraform started this process.
 *
 * @throws PluginError STR1501 when a person did, STR1502 when Terraform does not speak protocol 5
 */
export function readInvitation(name: string, environment: NodeJS.ProcessEnv): Invitation {
  if (environment[COOKIE_NAME] !== COOKIE) {
    throw new PluginError(
      'STR1501',
      `This is the Terraform provider "${name}". It is not started by hand: Terraform starts it when a configuration needs it ` +
        `(terraform init, then terraform plan).`,
    );
  }
  const offered = (environment['PLUGIN_PROTOCOL_VERSIONS'] ?? PROTOCOL_VERSION).split(',');
  if (!offered.includes(PROTOCOL_VERSION)) {
    throw new PluginError(
      'STR1502',
      `The provider "${name}" speaks plugin protocol ${PROTOCOL_VERSION}, but this Terraform offers only ${offered.join(', ')}. ` +
        `Use Terraform 1.11 or newer, or OpenTofu.`,
    );
  }
  return { clientCertificate: environment['PLUGIN_CLIENT_CERT'] || undefined };
}

/** The one line that a provider prints on standard output. Its certificate is base64 without padding. */
export function handshakeLine(port: number, certificate: Buffer | undefined): string {
  const encoded = certificate?.toString('base64').replace(/=+$/, '') ?? '';
  return `1|${PROTOCOL_VERSION}|tcp|127.0.0.1:${port}|grpc|${encoded}\n`;
}

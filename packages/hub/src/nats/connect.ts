/** Connects to NATS as its own client does: its ways to log in, its TLS, its clusters. */
import { resolve } from 'node:path'
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node'
import { contentOf, secretOf } from '../secret.ts'
import { loadClient } from './modules.ts'
import type { NatsLogin, NatsServers, NatsTls } from './options.ts'

type Client = Awaited<ReturnType<typeof loadClient>>

/**
 * Connects.
 *
 * @param folder what names of files are relative to
 * @throws what is wrong with a file, or what the client says
 */
export async function connect(where: NatsServers, folder: string, more: ConnectionOptions): Promise<NatsConnection> {
  const client = await loadClient()
  const { servers, tls = false } = where
  return client.connect({
    ...more,
    servers: typeof servers === 'string' ? servers : [...servers],
    ...login(client, where, folder),
    ...(tls !== false && { tls: tls === true ? {} : files(tls, folder) }),
  })
}

function login(client: Client, { user, password, token, creds, nkey }: NatsLogin, folder: string): ConnectionOptions {
  if (user !== undefined) return { user, pass: secretOf(password ?? '', 'nats.password', folder) }
  if (token !== undefined) return { token: secretOf(token, 'nats.token', folder) }
  const content = (path: string, name: string) => contentOf(resolve(folder, path), `nats.${name}`)
  if (creds !== undefined) return { authenticator: client.credsAuthenticator(content(creds, 'creds')) }
  if (nkey === undefined) return {}
  return { authenticator: client.nkeyAuthenticator(Buffer.from(content(nkey, 'nkey').toString().trim())) }
}

function files({ ca, cert, key }: NatsTls, folder: string): NonNullable<ConnectionOptions['tls']> {
  return {
    ...(ca !== undefined && { caFile: resolve(folder, ca) }),
    ...(cert !== undefined && { certFile: resolve(folder, cert) }),
    ...(key !== undefined && { keyFile: resolve(folder, key) }),
  }
}

import type { Bench } from '../../../test/run-program.ts'
import { openSsh, SshServer } from '../../../test/ssh-server.ts'

export const needs = openSsh

export const around: Bench['around'] = async () => {
  const server = new SshServer()
  return { env: server.env, [Symbol.asyncDispose]: async () => server[Symbol.dispose]() }
}

import type { Bench } from '../../../test/run-program.ts'
import { openSsh, SshServer } from '../../../test/ssh-server.ts'

export const needs = openSsh

/** As in the reader's other terminal: `ssh -N -L 5025:scope.lab:5025 gateway.lab`. */
export const around: Bench['around'] = async ({ device }) => {
  const server = new SshServer()
  const forward = await server.forward(device)
  return {
    at: forward,
    async [Symbol.asyncDispose]() {
      await forward[Symbol.asyncDispose]()
      server[Symbol.dispose]()
    },
  }
}

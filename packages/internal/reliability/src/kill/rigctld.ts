/** Outages of Hamlib's dummy radio. */
import { numbered, rigctld } from '@sockio/integration'
import type { RunPart } from '../part.ts'
import { type Dialogue, outages } from './outages.ts'

const dialogue: Dialogue = {
  eol: '\n',
  async ask(sock, n) {
    const { request, expected } = numbered(n)
    const reply = await sock.writeReadLines(request, expected.length, { encoding: 'utf8' })
    return reply.join() === expected.join()
      ? undefined
      : `${JSON.stringify(reply)} instead of ${JSON.stringify(expected)}`
  },
}

export const run: RunPart = (scale) => outages(rigctld, dialogue, scale)

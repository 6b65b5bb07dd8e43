/** Outages of Redis. */
import { redis } from '@sockio/integration'
import type { RunPart } from '../part.ts'
import { type Dialogue, outages } from './outages.ts'

const dialogue: Dialogue = {
  eol: '\r\n',
  async ask(sock, n) {
    const [, text] = await sock.writeReadLines(`ECHO text${n}\r\n`, 2, { encoding: 'utf8' })
    return text === `text${n}` ? undefined : `${JSON.stringify(text)} instead of "text${n}"`
  },
}

export const run: RunPart = (scale) => outages(redis, dialogue, scale)

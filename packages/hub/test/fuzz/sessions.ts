/**
 * Fuzz target: whatever comes from the other end of a session, this one takes a prefix of what was numbered, tells its end once,
 * and has no more under way than the other end has allowed.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { Channel, WINDOW } from '../../src/nats/channel.ts'
import { decode, encode, Kind } from '../../src/nats/frame.ts'
import { reasonOf } from '../../src/nats/session-error.ts'

/** Each piece of the input is a step: a frame as it is, or one that is nearly right, or something that this end does. */
function run(input: Uint8Array): void {
  const told: string[] = []
  let under = 0
  let received = 0
  let given = 0
  const channel = new Channel({
    publish: (frame) => {
      const sent = decode(frame)
      assert(sent !== undefined, 'it sends what none can read')
      if (sent.kind === Kind.data) under += sent.payload.length
    },
    received: (piece) => {
      received += piece.length
    },
    drained: () => told.push('drained'),
    finished: () => told.push('finished'),
    closed: () => told.push('closed'),
  })
  let number = 0
  for (let at = 0; at < input.length; at += 8) {
    const step = input.subarray(at, at + 8)
    const [kind = 0, size = 0, taken = 0] = step
    const payload = Buffer.alloc(size * 16, 'x')
    if (kind % 8 === 0) channel.receive(step)
    else if (kind % 8 === 1) channel.pause()
    else if (kind % 8 === 2) channel.resume()
    else if (kind % 8 === 3) channel.send(payload)
    else if (kind % 8 === 4) channel.beat()
    else {
      if (kind % 8 === 5) given += channel.open ? payload.length : 0
      const is = kind % 8 === 5 ? Kind.data : kind % 8 === 6 ? Kind.note : (step[3] ?? 0) % 6
      if (is === Kind.data) number++
      channel.receive(encode({ kind: is, number, taken: taken * 4096, payload: is === Kind.close ? step : payload }))
    }
  }
  assert(told.filter((event) => event === 'closed').length <= 1)
  assert(told.filter((event) => event === 'finished').length <= 1)
  assert(under <= WINDOW + 255 * 4096)
  assert(received <= given + input.length * 16 * 255)
  const reason = reasonOf(input)
  assert(input.length === 0 ? reason === undefined : reason?.message !== undefined)
}

export const sessions: FuzzTarget = {
  name: 'sessions',
  code: ['channel.ts', 'frame.ts', 'session-error.ts'].map((file) => join(import.meta.dirname, '../../src/nats', file)),
  seeds: [
    '\x05\x01......\x06\x00\x01.....\x03\x10......\x02.......',
    '\x01.......\x05\xff......\x05\xff......\x02.......\x07..\x03....\x07..\x04....',
    '\x03\xff......\x03\xff......\x03\xff......\x06\0\xff.....\x04.......',
    '\x07..\x04....',
    '{"message":"it was closed"}',
  ].map(bytes),
  words: ['\0', '\x01', '\x05\x01......', '\x07..\x04....', '{"message":', '"}', 'null'],
  run,
}

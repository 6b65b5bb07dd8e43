/** Fuzz target: any text as the configuration of the simulator. It is refused with its place, or is a device that answers. */
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { type DeviceSession, deviceFunction } from '../../../sim/src/device.ts'
import { checkReply } from '../../../sim/src/reply.ts'
import { readConfig } from '../../src/sim/config.ts'
import { read } from './told.ts'

const session: DeviceSession = { id: 1, send: () => undefined, stopStream: () => undefined, close: () => undefined }

/** What is as large as the text says, and meant so, takes as long. */
const LARGE = /\d{6}|\de\d/i
const FILES = /\b(key|cert|filename)\b/

function run(input: Uint8Array): void {
  const source = Buffer.from(input).toString()
  if (LARGE.test(source) || FILES.test(source)) return
  const config = read(source, (text) => readConfig(text, 'sim.yaml'), /^sim\.yaml[: ]/)
  if (config === undefined) return
  const answer = deviceFunction(config.device)
  for (const request of ['*IDN?', 'A?', 'VOLT 1', 'VOLT?', '']) checkReply('the reply', answer(request, session))
}

export const configurations: FuzzTarget = {
  name: 'configurations',
  code: ['sim/', 'arguments.ts'].map((path) => join(import.meta.dirname, '../../src', path)),
  seeds: [
    'replies: { A?: 1, "*IDN?": x, B: [a, b], C: { block: { hex: 00ff } } }',
    'replies:\n  A?: { delay: 2s, reply: { sequence: [x, { raw: "a\\\\n" }] } }\n  S: { stream: [a, b], period: 1ms }',
    'scpi:\n  idn: X\n  settings: { VOLTage: { initial: 0, min: 0, max: 30 }, MODE: { initial: A, oneOf: [A, B] } }\n' +
      '  commands: { "MEAS:VOLT?": { of: VOLTage, gain: 2, noise: 1 }, "X?": { around: 1, by: 2 } }',
    'device: scope\neol: crlf\nreplyEol: "\\\\x03"\nport: 0\nhost: ::1\nseed: 3\nfaults: [delay 20ms match=/A/, close]',
    'scope: { channels: 2, points: 5, period: 1, lines: count }\nfaults: silence times=2',
    'supply: { noise: 0, load: 5 }',
    'spec: "1.1"\ndevices:\n  a:\n    eom: { TCPIP SOCKET: { q: "\\r\\n", r: "\\n" } }\n    error: { response: { command_error: E }, ' +
      'status_register: [{ q: "*ESR?", command_error: 32 }], error_queue: [{ q: "ERR?", default: none, command_error: x }] }\n' +
      '    dialogues: [{ q: "*IDN?", r: "{RANDOM(0, 1, 2):.2f}" }, { q: "BYTES(\\xaa)", r: x }, { q: A? }]\n' +
      '    properties: { v: { default: 1, getter: { q: "VOLT?", r: "{:+.3E}" }, setter: { q: "VOLT {:f}", e: E }, specs: { type: float, max: 3 } } }',
    'spec: "1.0"\ndevices: { a: { delimiter: "|", channels: { c: { ids: [1, 2], properties: { v: { default: 1, getter: { q: "V{ch_id}?", r: "{:d}" }, ' +
      'setter: { q: "V{ch_id} {:x}" } } } } } } }\nresources: { "TCPIP::x::5::SOCKET": { device: a, channel_ids: { c: [7] } } }',
    'replies: &r { A: *r }',
    'replies: { A: &x [a], B: *x }',
    'a: [[[{{{',
    '1: :'.repeat(900), // found
  ].map(bytes),
  words: [
    ...['replies:', 'scpi:', 'device:', 'scope:', 'settings:', 'commands:', 'faults:', 'block:', 'hex:', 'base64:'],
    ...['size:', 'sequence:', 'stream:', 'delay:', 'reply:', 'around:', 'of:', 'stop: stream', 'seed: 1', 'eol: cr'],
    ...[
      'spec: "1.1"',
      'devices:',
      'dialogues:',
      'properties:',
      'channels:',
      'getter:',
      'setter:',
      'specs:',
      'ids:',
      'q:',
    ],
    ...['{:.2f}', '{ch_id}', '{RANDOM(0, 1, 2):f}', 'BYTES(\\xff)', 'error_queue:', 'resources:', 'eom:'],
    ...['&a ', '*a', '<<: ', '!!str ', '!!binary ', '? ', '- ', '| ', '>', '"', "'", '{', '}', '[', ']', ': ', ', '],
    ...[
      '\n',
      '\n  ',
      '\t',
      '#',
      '%YAML 1.1\n',
      '---\n',
      '...\n',
      '__proto__',
      'constructor',
      '[A]',
      '<n>',
      '\xef\xbb\xbf',
    ],
  ],
  run,
}

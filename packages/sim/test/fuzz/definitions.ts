/**
 * Fuzz target: any request to the device of a definition. It answers or refuses, and never fails; whatever it has taken is a
 * value that its driver could read.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import {
  action,
  bytes as block,
  boolean,
  channels,
  choice,
  instrument,
  integer,
  list,
  number,
  property,
  quoted,
  record,
  scpi,
  text,
} from '../../../instrument/src/index.ts'
import { type DeviceSession, device } from '../../src/index.ts'
import { checkReply } from '../../src/reply.ts'

const session: DeviceSession = {
  id: 1,
  send: () => assert.fail('sent'),
  stopStream: () => undefined,
  close: () => assert.fail('closed'),
}

const definition = instrument({
  ...scpi,
  volts: property('VOLT', number({ min: -1, max: 30 })),
  count: property('COUNt', integer()),
  output: property('OUTP', choice({ off: '0', on: '1' })),
  beep: property('BEEP', boolean()),
  label: property('LAB', quoted()),
  note: property('NOTE', text({ encoding: 'latin1' })),
  values: property('VAL', list(number())),
  limits: property('LIM', record({ low: number(), high: number() })),
  data: property('DATA', block()),
  odd: property({ get: 'q', set: 'Q<{}>', answer: 'ok' }, integer({ min: 0 })),
  move: action((x: number, y: number) => `MOVE ${x},${y}`),
  channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })),
})

function run(input: Uint8Array): void {
  const played = device(definition, { volts: 1 }, { refused: 'NO' })
  for (const request of Buffer.from(input).toString('latin1').split('\n')) {
    checkReply('the reply', played(request, session))
  }
  const { volts, count, output, odd } = played.values
  assert(volts >= -1 && volts <= 30)
  assert(Number.isSafeInteger(count) && Number.isSafeInteger(odd) && odd >= 0)
  assert(output === 'off' || output === 'on')
  for (const query of [
    'VOLT?',
    'COUN?',
    'OUTP?',
    'BEEP?',
    'LAB?',
    'NOTE?',
    'VAL?',
    'LIM?',
    'DATA?',
    'q',
    'CHAN2:SCAL?',
  ]) {
    checkReply('the reply', played(query, session))
    assert.notEqual(played(query, session), undefined)
    assert.notEqual(played(query, session), 'NO')
  }
}

export const definitions: FuzzTarget = {
  name: 'definitions',
  code: [join(import.meta.dirname, '../../src/definition'), join(import.meta.dirname, '../../src/scpi/message.ts')],
  seeds: [
    'VOLT 5;VOLT?\nVOLT MAX\nVOLT? MIN\nVOLT 1e9',
    'COUN 5\nOUTP 1\nBEEP ON\nLAB "a;""b"""\nNOTE \xb0 C\nVAL 1,2.5\nLIM 1,2',
    'DATA #13\0;\xff\nDATA #0x\nDATA #19x',
    'q\nQ<5>\nQ<-1>\nQ<>\nMOVE 1,2\nCHAN2:SCAL 5',
    '*RST\n*ESE 5\n*CLS;SYST:ERR?',
  ].map(bytes),
  words: [
    ...['VOLT ', 'VOLT?', 'COUN ', 'OUTP ', 'BEEP ', 'LAB ', 'NOTE ', 'VAL ', 'LIM ', 'DATA ', 'Q<', '>', 'q', 'MOVE '],
    ...[
      'CHAN1:SCAL ',
      '*RST',
      '*ESE ',
      ';',
      ',',
      '"',
      "'",
      '#1',
      '#H1F',
      ' MIN',
      ' MAX',
      '9.9E37',
      '9.91E37',
      '1e400',
      '-0',
    ],
    ...['\n', ' ', ':', '\xa0', '\0'],
  ],
  run,
}

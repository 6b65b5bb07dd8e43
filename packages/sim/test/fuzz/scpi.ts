/**
 * Fuzz target: any text as a SCPI message, to an instrument with parameters of all kinds. What is wrong with it goes into
 * the queue of errors and never further; a number that is taken is the number that was written; and the instrument stays.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { type DeviceSession, scpi, supply } from '../../src/index.ts'
import { checkReply } from '../../src/reply.ts'

const ERRORS = 5
const ERROR = /^-?\d+,"[^"]*"$/
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

const session: DeviceSession = {
  id: 1,
  send: () => assert.fail('sent'),
  stopStream: () => undefined,
  close: () => assert.fail('closed'),
}

function instrument() {
  let level = 0
  return scpi(
    {
      '[SOURce:]LEVel<n>[:IMMediate]'(call) {
        assert(call.suffix(8) >= 1 && call.suffix(8) <= 8)
        level = call.number(-1e6, 1e6)
        assert.match(call.text(), DECIMAL)
        assert.equal(level, Number(call.text()))
      },
      '[SOURce:]LEVel<n>[:IMMediate]?': () => String(level),
      'OUTPut[:STATe]'(call) {
        assert.equal(typeof call.boolean(), 'boolean')
      },
      'TEXT?': (call) => call.text(1).replaceAll('\n', ' '),
      'LIST?': (call) => call.parameters.join('|'),
    },
    { errors: ERRORS },
  )
}

function run(input: Uint8Array): void {
  const message = Buffer.from(input).toString()
  for (const device of [instrument(), supply()]) {
    const ask = (request: string): unknown => device(request, session)
    const reply = ask(message)
    checkReply('the reply', reply)
    assert.match(String(ask('SYST:ERR:COUN?')), /^\d+$/)
    for (let i = 0; i <= 20; i++) assert.match(String(ask('SYST:ERR?')), ERROR)
    assert.equal(ask('SYST:ERR?'), '0,"No error"')
    assert.match(String(ask('*IDN?')), /^SOCKIO,/)
  }
}

export const scpiMessages: FuzzTarget = {
  name: 'SCPI messages',
  code: ['message.ts', 'call.ts', 'command-tree.ts', 'compose.ts', 'scpi.ts', 'status.ts'].map((file) =>
    join(import.meta.dirname, '../../src/scpi', file),
  ),
  seeds: [
    ...['*IDN?', 'LEV2:IMM -1.5E+3;LEV2?', ':SOUR:LEV 1;:OUTP ON;*OPC?', 'OUTP:STAT 0;TEXT? 1,"a;b,""c"" d"'],
    ...["LIST? 'x','y;z';*ESR?;*STB?", 'VOLT 5;CURR 1E-1;:MEAS:POW?;VOLT?', '*ESE 255;*SRE 16;*CLS', 'LEV 1e999'],
    ...[`${'3'.repeat(3000)}A`, `LEV ${'9'.repeat(3000)}x`], // found
  ].map(bytes),
  words: [
    ...['*IDN?', '*ESR?', 'LEVel', 'LEV', 'SOURce:', 'OUTP', 'TEXT?', 'LIST?', 'VOLT', 'CURR', 'MEAS:', 'SYST:ERR?'],
    ...[';', ':', ',', ' ', '"', "'", '""', '?', '1', '-', '.', 'e308', '99999999999999999999', 'ON', 'INF', 'NAN'],
    ...['__PROTO__', '<n>', '\xc3\x9f', '\xef\xac\x81', '\t'],
  ],
  run,
}

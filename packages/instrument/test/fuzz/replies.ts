/**
 * Fuzz target: any bytes as the reply that any codec reads. It is a value or an `Undecodable` that says where; a value that
 * was read can be written, and is read as the same; and a number is the one that the language reads.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type Codec, type Decoder, Undecodable } from '@sockio/core'
import { type FuzzTarget, bytes as input } from '@sockio/fuzz'
import * as codecs from '../../src/index.ts'
import { sent } from '../rig.ts'

const {
  boolean,
  bytes,
  choice,
  float32,
  float64,
  identity,
  int16,
  integer,
  json,
  list,
  number,
  quoted,
  record,
  text,
  tuple,
} = codecs

const DECIMAL = /^[\0- ]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)[\0- ]*$/i

/** What they read can be written. */
const both: readonly Codec<unknown>[] = [
  ...[number({ suffix: 'eV' }), integer(), list(number()), list(list(integer()), { separator: ';' })],
  ...[boolean(), choice({ volts: 'VOLTage', off: '0' }), quoted(), quoted({ encoding: 'latin1' }), list(quoted())],
  ...[
    record({ low: number(), label: quoted(), high: list(number()) }),
    tuple(integer(), boolean(), { separator: '::' }),
  ],
  ...[bytes(), int16(), float32({ endian: 'little' }), float64()],
] as readonly unknown[] as readonly Codec<unknown>[]

/** What they read may have ends of line, or quotes without an end; or numbers of JSON that no double holds. */
const once: readonly Decoder<unknown>[] = [text(), text({ encoding: 'latin1' }), list(text()), identity(), json()]

/** The value in a box; nothing where there is none. */
function read<T>(decoder: Decoder<T>, reply: Uint8Array): [value: T] | undefined {
  try {
    return [decoder.decode(reply)]
  } catch (error) {
    assert(error instanceof Undecodable, String(error))
    assert(error.at >= 0 && error.at <= reply.length, `at ${error.at} of ${reply.length}`)
    return undefined
  }
}

function run(reply: Uint8Array): void {
  for (const decoder of once) read(decoder, reply)
  for (const codec of both) {
    const value = read(codec, reply)
    if (value === undefined) continue
    const written = sent(codec, value[0])
    const payload = codec.framing === undefined ? written : written.subarray(2 + (written[1] as number) - 0x30)
    assert.deepEqual(read(codec, payload), value)
  }
  const [, decimal] = DECIMAL.exec(Buffer.from(reply).toString('latin1')) ?? []
  const value = decimal === undefined ? Number.NaN : Number(decimal)
  if (Number.isFinite(value) && ![9.9e37, -9.9e37, 9.91e37].includes(value)) {
    assert.deepEqual(read(number(), reply), [value])
  }
}

export const replies: FuzzTarget = {
  name: 'replies',
  code: [join(import.meta.dirname, '../../src/codecs')],
  seeds: [
    ...['1.5', '-4.2E-01', '#HFF', '9.9E37', '9.91E37', '12345678901234567', '0.1000000000000000055', '5 eV', '1,2;3'],
    ...[
      '"a ""b"""',
      '\'a\',"b,c"',
      '1,"x",2,3',
      '7::ON',
      'VOLT',
      'ACME,PSU,0,1.2',
      '{"volts":[1,null]}',
      '\0\x01\xff\xfe',
    ],
    `${'3'.repeat(9999)}x`, // found
  ].map(input),
  words: [
    ...[
      '0',
      '1',
      '9',
      '.',
      '-',
      '+',
      'E',
      'E+37',
      'E-400',
      '#H',
      '#Q',
      '#B',
      ',',
      ';',
      '::',
      '"',
      "'",
      '""',
      ' ',
      '\t',
    ],
    ...['9.9E37', '9007199254740993', 'eV', 'ON', 'OFF', 'VOLTAGE', '{', '}', '[', ']', 'null', '\xc2\xb0', '\xff'],
  ],
  run,
}

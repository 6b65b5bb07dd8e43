/** SCPI devices: what a line of commands does and answers. */
import { describe, expect, test } from 'vitest'
import { block, type Device, delay, ScpiError, scope, scpi, sequence, simulate, supply } from '../src/index.ts'
import { ask, RawClient } from './raw-client.ts'

function bench(): Device {
  let level = 0
  return scpi(
    {
      'MEASure:VOLTage?': '1.5',
      'MEASure:CURRent?': '0.2',
      'MEASure:POWer[:DC]?': '0.3',
      '[SOURce:]LEVel': (call) => {
        level = call.number(0, 10)
      },
      '[SOURce:]LEVel?': () => String(level),
      'DATA:ASCii?': (call) => `${call.parameters.join('|')}`,
      'DATA:BLOCk?': block(Buffer.from('a;b')),
      'DATA:LATE?': async () => 'late',
      'DATA:SLOW?': delay(5, 'slow'),
      'DATA:LINes?': ['1', '2'],
      'FAIL:OWN?': () => {
        throw new ScpiError(42, 'out of "paper"')
      },
      'FAIL:LATE?': async () => {
        throw new ScpiError(-221)
      },
      'ROUTe<n>:CLOSe<n>?': (call) => `${call.suffix(2)},${call.suffix(9, 1)}`,
    },
    { idn: 'ACME,BENCH,1,1.0', errors: 3 },
  )
}

const ROWS: Readonly<Record<string, readonly [requests: string, replies: string]>> = {
  'in any case, with a colon or not': ['*idn?\n:meas:volt?\nMeasure:Voltage?\n', 'ACME,BENCH,1,1.0\n1.5\n1.5\n'],
  'a line that ends in CR LF': ['*IDN?\r\n', 'ACME,BENCH,1,1.0\n'],
  'relative to the path before': ['MEAS:VOLT?;CURR?\n', '1.5;0.2\n'],
  'relative to a deeper path': ['MEAS:POW:DC?;DC?\n', '0.3;0.3\n'],
  'a colon goes back to the root': ['MEAS:VOLT?;:MEAS:CURR?;:LEV?\n', '1.5;0.2;0\n'],
  'a common command leaves the path': ['MEAS:VOLT?;*OPC?;CURR?\n', '1.5;1;0.2\n'],
  'behind a common command, from the root': ['MEAS:VOLT?;*OPC?;MEAS:CURR?\n', '1.5;1;0.2\n'],
  'commands and queries': ['LEV 3;LEV?;LEV 4;:SOUR:LEV?\n', '3;4\n'],
  'the path starts anew with each line': ['MEAS:VOLT?\nMEAS:CURR?\n', '1.5\n0.2\n'],
  'an undefined header: no reply, and an error': [
    'CURR?\nSYST:ERR?\nSYST:ERR?\n',
    '-113,"Undefined header"\n0,"No error"\n',
  ],
  'an undefined header ends its line': ['MEAS:VOLT?;BAD?;CURR?\nSYST:ERR?\n', '1.5\n-113,"Undefined header"\n'],
  'a path too far': ['MEAS:VOLT?;MEAS:CURR?\nSYST:ERR?\n', '1.5\n-113,"Undefined header"\n'],
  'neither short nor long': ['MEASU:VOLT?\nSYST:ERR?\n', '-113,"Undefined header"\n'],
  'out of range': ['LEV 11\nLEV?;:SYST:ERR?\n', '0;-222,"Data out of range"\n'],
  'no number': ['LEV high\nLEV 0x10\nSYST:ERR?\nSYST:ERR?\n', '-104,"Data type error"\n-104,"Data type error"\n'],
  'no number, and long': [`LEV ${'9'.repeat(1_000_000)}x\nSYST:ERR?\n`, '-104,"Data type error"\n'],
  missing: ['LEV\nSYST:ERR?\n', '-109,"Missing parameter"\n'],
  'an error in the middle of a line': ['LEV 11;LEV 2;LEV?\nSYST:ERR?\n', '2\n-222,"Data out of range"\n'],
  'a suffix out of range': ['ROUT3:CLOS1?\nROUT2:CLOS?\nSYST:ERR?\n', '2,1\n-114,"Header suffix out of range"\n'],
  "an instrument's own error": ['FAIL:OWN?\nSYST:ERR?\n', '42,"out of ""paper"""\n'],
  'an error in a promise': ['FAIL:LATE?;:LEV?\nSYST:ERR?\n', '0\n-221,"Settings conflict"\n'],
  parameters: ['DATA:ASC? 1, "a,b" ,\'c\'\n', '1|a,b|c\n'],
  'a block': ['DATA:BLOC?\n', '#13a;b\n'],
  'a block beside others': ['DATA:BLOC?;:LEV?\n', '#13a;b;0\n'],
  'a promise beside others': ['LEV?;:DATA:LATE?;ASC? x\n', '0;late;x\n'],
  'a delay beside others': ['DATA:SLOW?;ASC? x\n', 'slow;x\n'],
  'several lines beside others': ['LEV?;:DATA:LIN?;:LEV?\n', '0\n1\n2\n0\n'],
  'the queue overflows': [
    'A\nB\nLEV 99\nLEV x\nSYST:ERR:COUN?\nSYST:ERR?;:SYST:ERR:NEXT?;:SYST:ERR?;:SYST:ERR?\n',
    '3\n-113,"Undefined header";-113,"Undefined header";-350,"Queue overflow";0,"No error"\n',
  ],
  'event register': ['*ESR?\nBAD\n*ESR?\nLEV 99;*ESR?\n*OPC;*ESR?\nFAIL:OWN?\n*ESR?;*ESR?\n', '128\n32\n16\n1\n8;0\n'],
  'status byte': ['*STB?\n*ESE 32;*ESE?\n*SRE 32;*SRE?\nBAD\n*STB?\n*CLS;*STB?;*ESE?\n', '0\n32\n32\n100\n0;32\n'],
  'the other common commands': ['*TST?;*OPC?;*WAI;*RST;SYST:VERS?\n', '0;1;1999.0\n'],
  'empty lines': ['\n;\n  \nSYST:ERR?\n', '0,"No error"\n'],
}

test.each(Object.entries(ROWS))('%s', async (_name, [requests, replies]) => {
  await using device = await simulate(bench())
  const text = await ask(device, `${requests}LEV?;*TST?\n`, replies.split('\n').length)
  expect(text.slice(0, replies.length)).toBe(replies)
  expect(text.slice(replies.length)).toMatch(/^\d;0\n$/)
  expect(device.errors).toEqual([])
})

test('a table may replace what is there already', async () => {
  await using device = await simulate(scpi({ '*IDN?': 'MINE', '*TST?': '7' }))
  expect(await ask(device, '*IDN?;*TST?\n', 1)).toBe('MINE;7\n')
})

test('a handler that fails with another error is a mistake in the device', async () => {
  await using device = await simulate(
    scpi({
      'A?': () => {
        throw new Error('mine')
      },
    }),
  )
  await using client = await RawClient.to(device)
  expect(await client.write('A?\n').ended()).toBe('FIN')
  expect(device.errors.map(String)).toEqual(['Error: mine'])
})

test('a handler that waits holds back the line only', async () => {
  await using device = await simulate(scpi({ 'A?': () => sequence('1', delay(5, '2')), 'B?': 'b' }))
  expect(await ask(device, 'A?\nB?\n', 3)).toBe('1\n2\nb\n')
})

describe('scope', () => {
  const SCOPE: Readonly<Record<string, readonly [requests: string, replies: string]>> = {
    'who it is': ['*IDN?\n', 'SOCKIO,SCOPE,0,1.0\n'],
    'settings of a channel': ['CHAN1:SCAL 0.5;SCAL?;OFFS -1;OFFS?\nCHAN2:SCAL?\n', '0.5;-1\n1\n'],
    'other settings': ['TIM:SCAL 1e-6;SCAL?\nTRIG:LEV 2;LEV?\n', '0.000001\n2\n'],
    'the output': [
      'OUTPut:STATe ON\nOUTP?\nOUTP:STAT 0;STAT?\nOUTP 7\nSYST:ERR?\n',
      '1\n0\n-224,"Illegal parameter value"\n',
    ],
    'out of range': [
      'CHAN1:SCAL 11\nCHAN5:SCAL?\nSYST:ERR?\nSYST:ERR?\n',
      '-222,"Data out of range"\n-114,"Header suffix out of range"\n',
    ],
    reset: ['CHAN1:SCAL 5;:WAV:POIN 7;:OUTP ON;*RST\nCHAN1:SCAL?;:WAV:POIN?;:OUTP?\n', '1;1000;0\n'],
    'measurements are the same on every run': ['MEAS:VOLT?\nMEASURE:VOLTAGE:DC?\n', '1.251588E+0\n1.243784E+0\n'],
  }

  test.each(Object.entries(SCOPE))('%s', async (_name, [requests, replies]) => {
    await using device = await simulate(scope())
    expect(await ask(device, requests, replies.split('\n').length - 1)).toBe(replies)
  })

  test.each([
    ['BYTE', 'MSBF', 0, 1],
    ['WORD', 'MSBFirst', 1, 2],
    ['WORD', 'LSBF', 1, 2],
  ] as const)(
    'a waveform as %s, %s: the preamble gives the volts of its bytes',
    async (format, order, number, size) => {
      await using device = await simulate(scope({ points: 1000 }))
      await using client = await RawClient.to(device)
      client.write(`CHAN2:SCAL 0.5;:TIM:SCAL 0.002;:WAV:SOUR CHAN2;FORM ${format};BYT ${order};PRE?;YINC?;XOR?;FORM?\n`)
      const line = (await client.lines(1)).trimEnd()
      const [preamble = '', ...single] = line.split(';')
      const [kind, type, points, count, xInc = 0, xOrigin = 0, xRef = 0, yInc = 0, yOrigin = 0, yRef = 0] = preamble
        .split(',')
        .map(Number)
      expect([kind, type, points, count, xRef]).toEqual([number, 0, 1000, 1, 0])
      expect(single.map((text) => Number(text) || text)).toEqual([yInc, xOrigin, format])
      expect([(0 - xRef) * xInc + xOrigin, (1000 - xRef) * xInc + xOrigin]).toEqual([-0.01, 0.01]) // ten divisions of 2 ms
      client.write('WAV:DATA?\n')
      const head = line.length + 1 + `#4${1000 * size}`.length
      await client.until(() => client.bytes.length === head + 1000 * size + 1)
      const data = Buffer.from(client.bytes.subarray(head, -1))
      const sample = (i: number) =>
        size === 1 ? data.readUInt8(i) : order === 'LSBF' ? data.readUInt16LE(2 * i) : data.readUInt16BE(2 * i)
      for (const i of [0, 31, 94, 500]) {
        // Four divisions of 0.5 V to either side.
        expect((sample(i) - yRef) * yInc + yOrigin).toBeCloseTo(2 * Math.sin(0.05 * i), size === 1 ? 1 : 3)
      }
    },
  )

  test('a format that is none, a channel that is none, and *RST', async () => {
    await using device = await simulate(scope())
    const errors =
      'WAV:FORM ASCX;:SYST:ERR?\nWAV:BYT X;:SYST:ERR?\nWAV:SOUR CHAN5;:SYST:ERR?\nWAV:SOUR MATH;:SYST:ERR?\n'
    expect(await ask(device, errors, 4)).toBe(
      '-224,"Illegal parameter value"\n-224,"Illegal parameter value"\n-222,"Data out of range"\n-224,"Illegal parameter value"\n',
    )
    const set = 'WAV:FORM WORD;BYT LSBF;SOUR CHANnel3;FORM?;BYT?;SOUR?\n*RST;:WAV:FORM?;BYT?;SOUR?\n'
    expect(await ask(device, set, 2)).toBe('WORD;LSBF;CHAN3\nBYTE;MSBF;CHAN1\n')
  })

  test('measurements depend on the seed', async () => {
    await using one = await simulate(scope({ seed: 1 }))
    await using two = await simulate(scope({ seed: 2 }))
    expect(await ask(one, 'MEAS:CURR?\n', 1)).not.toBe(await ask(two, 'MEAS:CURR?\n', 1))
  })

  test.each([1, 10, 1000, 100_000])('a waveform of %i points', async (points) => {
    await using device = await simulate(scope())
    await using client = await RawClient.to(device)
    const header = `#${String(points).length}${points}`
    client.write(`WAV:POIN ${points};DATA?\n`)
    await client.until(() => client.bytes.length === header.length + points + 1)
    expect(client.text.startsWith(header)).toBe(true)
    expect(client.bytes.at(-1)).toBe(10)
    if (points >= 1000) expect(client.bytes.subarray(0, -1)).toContain(10)
  })

  test('an acquisition, started and stopped', async () => {
    await using device = await simulate(scope({ period: 1, line: (index) => `${index},x` }))
    await using client = await RawClient.to(device)
    await client.write('ACQ:STAR\n').lines(3)
    client.write('*OPC?;:ACQ:STOP;PER?\n')
    await client.until(() => client.text.endsWith('1;1\n'))
    expect(client.text).toMatch(/^0,x\n1,x\n2,x\n(\d+,x\n)*1;1\n$/)
    client.write('ACQ:PER 0;STAR\n')
    await client.until(() => client.text.includes('\n5000,x\n'))
    expect(device.errors).toEqual([])
  })
})

describe('supply', () => {
  const SUPPLY: Readonly<Record<string, readonly [requests: string, replies: string]>> = {
    'who it is': ['*IDN?\n', 'SOCKIO,SUPPLY,0,1.0\n'],
    'readings follow settings': ['VOLT 5;VOLT?;:MEAS:VOLT?;CURR?;POW?\n', '5;5.000000E+0;5.000000E-1;2.500000E+0\n'],
    'in every form': [':SOUR:VOLT:LEV:IMM:AMPL 2\nMEASure:SCALar:VOLTage:DC?\n', '2.000000E+0\n'],
    'up to the limit of the current': ['VOLT 20;CURR 0.5;:MEAS:CURR?;VOLT?\n', '5.000000E-1;5.000000E+0\n'],
    'nothing while it is off': ['VOLT 5;:OUTP OFF;:MEAS:VOLT?;CURR?;:OUTP?\n', '0.000000E+0;0.000000E+0;0\n'],
    'out of range': ['VOLT 31;:SYST:ERR?\nVOLT?\n', '-222,"Data out of range"\n0\n'],
    reset: ['VOLT 5;CURR 2;:OUTP 0;*RST;VOLT?;CURR?;:OUTP?\n', '0;1;1\n'],
  }

  test.each(Object.entries(SUPPLY))('%s', async (_name, [requests, replies]) => {
    await using device = await simulate(supply({ noise: 0 }))
    expect(await ask(device, requests, replies.split('\n').length - 1)).toBe(replies)
  })

  test('the noise is small, and the same for the same seed', async () => {
    const measured = async (seed: number) => {
      await using device = await simulate(supply({ seed }))
      return await ask(device, 'VOLT 5\nMEAS:VOLT?\nMEAS:VOLT?\n', 2)
    }
    const [one, again, two] = await Promise.all([measured(1), measured(1), measured(2)])
    expect(again).toBe(one)
    expect(two).not.toBe(one)
    const [first = 0, second = 0] = one.split('\n').map(Number)
    expect(first).not.toBe(second)
    for (const value of [first, second]) expect(Math.abs(value - 5)).toBeLessThanOrEqual(0.005)
  })
})

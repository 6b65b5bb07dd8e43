/** Models of pyvisa-sim, by `sockio sim`. What they answer is what pyvisa-sim itself did: see models/bench.json. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { until } from '@sockio/conformance'
import { type DeviceFunction, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { CommandError } from '../src/failure.ts'
import { loadConfig } from '../src/sim/config.ts'
import { folder } from './folder.ts'
import { Run, sockio } from './sockio.ts'

const path = (name: string) => fileURLToPath(new URL(`models/${name}`, import.meta.url))
const bench = path('bench.yaml')

/** By resource: requests, without their end of line, and all that pyvisa-sim answers, a character for each byte. */
type Answers = Readonly<Record<string, readonly (readonly [request: string, reply: string])[]>>
const answers: Answers = JSON.parse(readFileSync(path('bench.json'), 'utf8'))

test.each(Object.entries(answers))('%s: each answer is that of pyvisa-sim', async (resource, rows) => {
  const { device, ...options } = await loadConfig(bench, resource)
  const { eol = '' } = (device as DeviceFunction).defaults ?? {}
  await using simulated = await simulate(device, { ...options, port: 0 })
  const socket = connect(simulated.port, simulated.host)
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  let expected = ''
  for (const [request, reply] of rows) {
    socket.write(Buffer.from(request + eol, 'latin1'))
    expected += reply
    // What answers nothing is known to have said nothing by the next that answers.
    await until(JSON.stringify([request, reply]), () => received.length >= expected.length)
    expect(received, request).toBe(expected)
  }
  await simulated.received(rows.length)
  socket.destroy()
})

test('by its name, on the port of its resource', async () => {
  expect(await loadConfig(bench, 'TCPIP::localhost::10001::SOCKET')).toMatchObject({ port: 10_001 })
  const { device } = await loadConfig(bench)
  expect({ ...device }).toMatchObject({ port: 10_001, defaults: { replyEol: '\r\n' } }) // the only one of sockets
  const supply = await loadConfig(bench, 'supply')
  expect(supply.port).toBe(5025)
  expect({ ...supply.device }).toMatchObject({ defaults: { eol: '\n' } })
  await using run = new Run(['sim', bench, '--device', 'GPIB::7::INSTR', '--port', '0'])
  const [, url = ''] = await run.says(/listening on (tcp:\S+)\n/)
  expect(await sockio(['query', url, 'READ?'])).toMatchObject({ code: 0, stdout: '1.25\n' })
})

test('random numbers', async () => {
  const { device, ...options } = await loadConfig(path('random.yaml'))
  await using simulated = await simulate(device, { ...options, port: 0 })
  const { stdout } = await sockio(['query', simulated.url, 'READ?', 'SCAN?', 'VOLT?'])
  expect(stdout).toMatch(/^-?\d+\.\d\d\n(<\d\.\de[-+]\d\d>(, |\n)){3}5\.0, 5\.0\n$/)
})

/** So many levels, each of which names the one before so many times. */
const bomb = Array.from(
  { length: 10 },
  (_, i) => `l${i}: &l${i} [${Array(10).fill(i === 0 ? 'x' : `*l${i - 1}`)}]\n`,
).join('')

const WRONG: readonly (readonly [model: string, message: RegExp, name?: string])[] = [
  [
    'spec: "1.1"\ndevices:\n  a:\n    dialogues:\n      - { q: A, r: [] }\n',
    /^FILE:5:20: devices\.a\.dialogues\[0\]\.r: expected a text, got a list$/,
  ],
  [
    'spec: "1.1"\ndevices:\n  a:\n    dialogs: []\n',
    /^FILE:4:5: devices\.a: unknown key "dialogs" \(did you mean "dialogues"\?\)$/,
  ],
  ['spec: "9"\n', /^FILE:1:7: spec: expected "1\.0" or "1\.1", got "9"$/],
  ['spec: "1.0"\n', /^FILE:1:1: there is no device$/],
  ['spec: "1.0"\ndevices: { a: {}, b: {} }\n', /^FILE:1:1: which of them\? a, b$/],
  ['spec: "1.0"\ndevices: { a: {}, b: {} }\n', /^FILE:1:1: there is no "c", but a, b$/, 'c'],
  [
    'spec: "1.0"\ndevices: { a: {} }\nresources:\n  ASRL1::INSTR: { device: b }\n',
    /^FILE:4:27: resources\."ASRL1::INSTR"\.device: expected one of the devices a, got "b"$/,
  ],
  ['spec: "1.0"\nresources: { ASRL1::INSTR: { device: b, filename: none.yaml } }\n', /^FILE: ENOENT/],
  ['spec: "1.0"\ndevices: { a: }\ndevices: { b: }\n', /^FILE:3:1: Map keys must be unique/],
  ['spec: "1.0"\ndevices: &d { a: *d }\n', /^FILE: devices\.a: an anchor stands within itself$/],
  [`spec: "1.0"\n${bomb}`, /^FILE: Excessive alias count/],
  ['replies: { A?: 1 }\n', /^FILE: --device goes with a module of drivers, or a model of pyvisa-sim/, 'a'],
]

test.each(WRONG.map((row) => ({ model: row[0], message: row[1], name: row[2] })))(
  '$model is refused, with its place',
  async ({ model, message, name }) => {
    await using files = await folder()
    const file = files.path('model.yaml')
    await writeFile(file, model)
    const error: unknown = await loadConfig(file, name).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CommandError)
    expect(String((error as Error).message).replaceAll(file, 'FILE')).toMatch(message)
  },
)

test('what is wrong in another file is told with that file', async () => {
  await using files = await folder()
  await writeFile(files.path('other.yaml'), 'spec: "1.0"\ndevices:\n  b:\n    error: { response: x }\n')
  await writeFile(
    files.path('model.yaml'),
    'spec: "1.0"\nresources: { ASRL1::INSTR: { device: b, filename: other.yaml } }\n',
  )
  const { code, stderr } = await sockio(['sim', files.path('model.yaml'), '--port', '0'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    `sockio: ${files.path('other.yaml')}:4:24: devices.b.error.response: expected a mapping, got "x"\n`,
  )
})

test.each([['scope'], [undefined]])('%s: what has one instrument has no other', async (file) => {
  await expect(loadConfig(file, 'x')).rejects.toThrow(
    'scope: --device goes with a module of drivers, or a model of pyvisa-sim',
  )
})

/** What is no argument of a hub, of an owner or of their parts is named at once, before anything is opened. */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { Audit, Hub, InstrumentOwner } from '../src/index.ts'
import { discover, joinNats } from '../src/nats/index.ts'

/** Calls of programs without types. */
type Loose = (...given: readonly unknown[]) => unknown

const settings = { instruments: { psu1: { url: 'tcp://127.0.0.1:1' } } }
const owning: Loose = (...given) => new InstrumentOwner(...(given as [never, never, never]))
const owner = () => new InstrumentOwner('psu1', { url: 'tcp://127.0.0.1:1' })
const guest = { name: 'me', send: () => true, pause() {}, resume() {}, closed() {} }
const taker = { line: () => true, closed() {} }

const NOWHERE = path.join(tmpdir(), `sockio-none-${process.pid}`)
const loose = (call: unknown): Loose => call as Loose
const start = loose(Hub.start)
const audit: Loose = (...given) => new Audit(...(given as [never, never]))
const join = loose((given: never) => owner().join(given))
const lines = loose((...given: [never, never]) => owner().lines(...given))
const ask = loose((...given: [never, never]) => owner().ask(...given))
const query = loose((...given: [never, never]) => owner().query(...given))
const write = loose((...given: [never, never]) => owner().write(...given))

test.each<readonly [name: string, call: () => unknown, error: string]>([
  ['a hub of nothing', () => start(), 'TypeError: expected an object, got undefined'],
  ['a hub, options that are null', () => start(settings, null), 'TypeError: options: expected an object, got null'],
  ['a hub, options that are a number', () => start(settings, 5), 'TypeError: options: expected an object, got 5'],
  [
    'a hub, an unknown option',
    () => start(settings, { on: 1 }),
    'TypeError: unknown option "on" (known: folder, network',
  ],
  ['a hub, a folder', () => start(settings, { folder: 5 }), 'TypeError: folder: expected a text, got 5'],
  [
    'a hub, a network',
    () => start(settings, { network: {} }),
    'TypeError: network.compete: expected a function, got un',
  ],
  ['a hub, who is told', () => start(settings, { serving: true }), 'TypeError: serving: expected a function, got true'],
  ['an owner of nothing', () => owning(), 'TypeError: name: expected a text, got undefined'],
  ['an owner without a name', () => owning(null), 'TypeError: name: expected a text, got null'],
  ['an owner without settings', () => owning('psu1'), 'TypeError: settings: expected an object, got undefined'],
  ['an owner of null', () => owning('psu1', null), 'TypeError: settings: expected an object, got null'],
  ['an owner of a number', () => owning('psu1', 5), 'TypeError: settings: expected an object, got 5'],
  ['an owner without a URL', () => owning('psu1', {}), 'TypeError: settings: the key "url" is needed'],
  [
    'an owner, an unknown key',
    () => owning('psu1', { uri: 'x' }),
    'TypeError: settings: unknown key "uri": did you mean',
  ],
  [
    'an owner, options of null',
    () => owning('psu1', { url: 'a' }, null),
    'TypeError: options: expected an object, got n',
  ],
  [
    'an owner, a fence',
    () => owning('psu1', { url: 'a' }, { fence: {} }),
    'TypeError: fence.mayWrite: expected a function',
  ],
  [
    'an owner, an audit',
    () => owning('psu1', { url: 'a' }, { audit: 5 }),
    'TypeError: audit: expected an object, got 5',
  ],
  ['a guest that is none', () => join(), 'TypeError: guest: expected an object, got undefined'],
  [
    'a guest that can do nothing',
    () => join({ name: 'me' }),
    'TypeError: guest.send: expected a function, got undefined',
  ],
  ['a guest without a name', () => join({ ...guest, name: 5 }), 'TypeError: guest.name: expected a text, got 5'],
  ['a taker that is none', () => lines(null), 'TypeError: taker: expected an object, got null'],
  ['a taker that hears no end', () => lines({ line: () => true }), 'TypeError: taker.closed: expected a function'],
  ['how to take that is null', () => lines(taker, null), 'TypeError: options: expected an object, got null'],
  [
    'an overflow',
    () => lines(taker, { overflow: 'pause' }),
    'TypeError: overflow: expected "dropOldest" or "latest" or',
  ],
  ['a limit', () => lines(taker, { limit: 0 }), 'RangeError: limit: expected an integer of at least 1, got 0'],
  ['a message that is none', () => ask(), 'TypeError: message: expected a string or a Uint8Array, got undefined'],
  ['a query that is a number', () => query(5, {}), 'TypeError: message: expected a string or a Uint8Array, got 5'],
  ['a message of whom', () => ask('A?'), 'TypeError: options: expected an object, got undefined'],
  ['a query of whom', () => query('A?', null), 'TypeError: options: expected an object, got null'],
  ['a write of whom', () => write('A', {}), 'TypeError: options.client: expected a text, got undefined'],
  ['an audit of nothing', () => audit(), 'TypeError: file: expected a text, got undefined'],
  ['an audit of null', () => audit(null), 'TypeError: file: expected a text, got null'],
  ['an audit that tells nobody', () => audit(NOWHERE), 'TypeError: broken: expected a function, got undefined'],
  ['a discovery of nothing', () => loose(discover)(), 'TypeError: options: expected an object, got undefined'],
  ['a discovery of null', () => loose(discover)(null), 'TypeError: options: expected an object, got null'],
  [
    'a discovery of a text',
    () => loose(discover)('nats://a'),
    'TypeError: options: expected an object, got "nats://a"',
  ],
  ['a network of nothing', () => loose(joinNats)(), 'TypeError: nats: expected an object, got undefined'],
])('%s', async (_name, call, error) => {
  const thrown: unknown = await new Promise((resolve) => resolve(call())).then(String, String)
  expect(String(thrown).slice(0, error.length)).toBe(error)
  expect(existsSync(NOWHERE)).toBe(false)
})

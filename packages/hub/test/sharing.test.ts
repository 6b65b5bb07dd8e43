/** What clients share: turns, holds, answers and the lines that nobody is owed. */
import { type DeviceFunction, raw, scope } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { share } from './rig/shared.ts'

/** Answers only when it is told to, so that what waits is known. */
function held() {
  const waiting: (() => void)[] = []
  const device: DeviceFunction = (request) =>
    request.endsWith('?') ? new Promise((resolve) => waiting.push(() => resolve(request))) : undefined
  return { device, answer: () => waiting.shift()?.() }
}

describe('turns', () => {
  test('go round, however much one has waiting', async () => {
    const { device, answer } = held()
    await using shared = await share(device)
    const [a, b, c] = [await shared.client(), await shared.client(), await shared.client()]
    a.send('A1?\nA2?\nA3?\n')
    await shared.device.received('A1?')
    b.send('B1?\nB2?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(4)
    c.send('C1?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(5)
    for (let n = 1; n <= 6; n++) {
      await shared.device.received(n)
      answer()
    }
    await Promise.all([a.line(), b.line(), c.line()])
    await a.line()
    await a.line()
    expect(shared.device.requests).toEqual(['A1?', 'B1?', 'C1?', 'A2?', 'B2?', 'A3?'])
  })

  test('are one for a write and the query that was sent with it', async () => {
    const { device, answer } = held()
    await using shared = await share(device)
    const [a, b] = [await shared.client(), await shared.client()]
    b.send('B1?\nB2?\n')
    await shared.device.received('B1?')
    a.send('SET 1\nSET 2\nERR?\nA?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(5)
    for (const n of [1, 4, 5, 6]) {
      await shared.device.received(n)
      answer()
    }
    await Promise.all([a.line(), b.line()])
    await Promise.all([a.line(), b.line()])
    expect(shared.device.requests).toEqual(['B1?', 'SET 1', 'SET 2', 'ERR?', 'B2?', 'A?'])
  })

  test('are overtaken by who is in a hurry, and its own messages keep their order', async () => {
    const { device, answer } = held()
    await using shared = await share(device, { instrument: { rules: [{ match: '^FAST', priority: 'high' }] } })
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('A1?\nA2?\nA3?\n')
    await shared.device.received('A1?')
    await expect.poll(() => shared.owner.state.queued).toBe(2)
    b.send('B1?\nFAST?\nB2?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(5)
    for (let n = 1; n <= 6; n++) {
      await shared.device.received(n)
      answer()
    }
    expect([await b.line(), await b.line(), await b.line()]).toEqual(['B1?', 'FAST?', 'B2?'])
    await Promise.all([a.line(), a.line(), a.line()])
    expect(shared.device.requests.slice(0, 3)).toEqual(['A1?', 'B1?', 'FAST?'])
  })

  test('are not needed by what is urgent and owes nothing, even while a reply is waited for', async () => {
    const { device, answer } = held()
    await using shared = await share(device, {
      instrument: { rules: [{ match: '^ABOR', replies: 0, priority: 'high' }] },
    })
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('A1?\nA2?\n')
    await shared.device.received('A1?')
    b.send('ABOR\n')
    await shared.device.received('ABOR')
    answer()
    await shared.device.received('A2?')
    answer()
    expect([await a.line(), await a.line()]).toEqual(['A1?', 'A2?'])
    expect(shared.device.requests).toEqual(['A1?', 'ABOR', 'A2?'])
  })
})

describe('holds', () => {
  const device: DeviceFunction = (request) => (request.endsWith('?') ? request : undefined)

  test('keep the others waiting, until they are given back', async () => {
    await using shared = await share(device)
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('++hold 60000\n')
    expect(Number(await a.ask('++hold'))).toBeGreaterThan(0)
    b.send('B?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(1)
    expect(await a.ask('A1?')).toBe('A1?')
    a.send('A2\n++release\n')
    expect(await b.line()).toBe('B?')
    expect(await a.ask('++hold')).toBe('0')
    expect(shared.device.requests).toEqual(['A1?', 'A2', 'B?'])
  })

  test('end with their time', async () => {
    await using shared = await share(device)
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('++hold 50\nA?\n')
    expect(await a.line()).toBe('A?')
    expect(await b.ask('B?')).toBe('B?')
    expect(shared.owner.state).toMatchObject({ holds: 1, hold: undefined })
  })

  test.each(['destroy', 'resetAndDestroy', 'end'] as const)('end with their client: %s', async (how) => {
    await using shared = await share(device)
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('++hold 60000\n')
    await a.ask('++hold')
    b.send('B?\n')
    a.socket[how]()
    expect(await b.line()).toBe('B?')
  })

  test('begin when nothing else is under way', async () => {
    const { device: slow, answer } = held()
    await using shared = await share(slow, { instrument: { options: { pipeline: 4 } } })
    const [a, b] = [await shared.client(), await shared.client()]
    b.send('B1?\n')
    await shared.device.received('B1?')
    a.send('++hold 60000\nA?\n')
    await expect.poll(() => shared.owner.state.clients[0]?.queued).toBe(1)
    b.send('B2?\n')
    await expect.poll(() => shared.owner.state.queued).toBe(2)
    answer()
    await shared.device.received('A?')
    answer()
    expect(await a.line()).toBe('A?')
    expect(shared.device.requests).toEqual(['B1?', 'A?'])
  })

  test('wait for each other', async () => {
    await using shared = await share(device)
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('++hold 60000\n')
    await a.ask('++hold')
    b.send('++hold 60000\nB?\n')
    a.send('A?\n')
    expect(await a.line()).toBe('A?')
    a.send('++release\n')
    expect(await b.line()).toBe('B?')
    expect(shared.owner.state.holds).toBe(2)
  })
})

describe('lines for the hub', () => {
  test.each([
    ['++', /^error: unknown command/],
    ['++hlod 5', /^error: unknown command "\+\+hlod": did you mean "hold"\?/],
    ['++hold -1', /^error: \+\+hold <ms>: expected ms from 1 to 3600000, got "-1"/],
    ['++stream maybe', /^error: \+\+stream: expected on or off/],
    ['++stream on never', /^error: \+\+stream on: expected dropOldest, latest, error/],
    ['++who there', /^error: \+\+who takes nothing/],
    ['++stream', /^off$/],
    ['++help', /\+\+hold <ms>/],
    ['++who', /^\[\{"name":"127\.0\.0\.1:\d+","role":"full"/],
    ['++state', /^\{"name":"psu1","url":"tcp:/],
  ])('%s is answered by one line', async (line, answer) => {
    await using shared = await share({ 'A?': 'a' })
    const client = await shared.client()
    expect(await client.send(`${line}\r\n`).line()).toMatch(answer)
    expect(await client.ask('A?')).toBe('a')
    expect(shared.device.requests).toEqual(['A?'])
  })

  test('are the instrument’s where it is set so', async () => {
    await using shared = await share(
      { '++who': 'it', 'A?': 'a' },
      { instrument: { control: false, rules: [{ match: '^\\+\\+', replies: 1 }] } },
    )
    expect(await (await shared.client()).ask('++who')).toBe('it')
  })
})

describe('answers', () => {
  test('are shared by who asks the same at the same time', async () => {
    const { device, answer } = held()
    await using shared = await share(device, { instrument: { rules: [{ match: '^MEAS', maxAge: 0 }] } })
    const clients = [await shared.client(), await shared.client(), await shared.client()] as const
    const [a, b, c] = clients
    a.send('MEAS?\n')
    await shared.device.received('MEAS?')
    b.send('MEAS?\n')
    c.send('MEAS?\nC?\n')
    await expect.poll(() => shared.owner.state.shared).toBe(2)
    answer()
    await shared.device.received('C?')
    answer()
    expect(await Promise.all([a.line(), b.line(), c.line()])).toEqual(['MEAS?', 'MEAS?', 'MEAS?'])
    expect(await c.line()).toBe('C?')
    expect(shared.device.requests).toEqual(['MEAS?', 'C?'])
  })

  test('are kept for as long as a rule says, and until something is written', async () => {
    let n = 0
    await using shared = await share(
      { 'MEAS?': () => `${++n}`, 'SET 1': undefined },
      { instrument: { rules: [{ match: '^MEAS', maxAge: 3_600_000 }] } },
    )
    const [a, b] = [await shared.client(), await shared.client()]
    expect([await a.ask('MEAS?'), await b.ask('MEAS?'), await a.ask('MEAS?')]).toEqual(['1', '1', '1'])
    b.send('SET 1\n')
    expect(await b.ask('MEAS?')).toBe('2')
    expect(await a.ask('MEAS?')).toBe('2')
  })

  test('are asked for each where no rule says otherwise', async () => {
    let n = 0
    await using shared = await share({ 'MEAS?': () => `${++n}` })
    const [a, b] = [await shared.client(), await shared.client()]
    expect([await a.ask('MEAS?'), await b.ask('MEAS?')]).toEqual(['1', '2'])
  })

  test('that fail, fail for all who wait for them', async () => {
    await using shared = await share({ 'MEAS?': undefined }, { instrument: { rules: [{ match: 'MEAS', maxAge: 0 }] } })
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('MEAS?\n')
    await shared.device.received('MEAS?')
    b.send('MEAS?\n')
    await expect.poll(() => shared.owner.state.shared).toBe(1)
    shared.device.disconnect('reset')
    expect(await Promise.all([a.rest(), b.rest()])).toEqual(['', ''])
    expect(shared.device.requests).toEqual(['MEAS?'])
  })
})

describe('lines that nobody is owed', () => {
  test('come to all who want them', async () => {
    await using shared = await share(scope({ period: 0 }))
    const [a, b, c] = [await shared.client(), await shared.client(), await shared.client()]
    a.send('++stream on\n')
    b.send('++stream on\n')
    expect([await a.ask('++stream'), await b.ask('++stream')]).toEqual(['on', 'on'])
    expect(await c.ask('*IDN?')).toBe('SOCKIO,SCOPE,0,1.0')
    c.send('ACQ:STAR\n')
    for (const client of [a, b]) {
      const lines = [await client.line(), await client.line(), await client.line()].map(Number)
      expect(lines).toEqual([lines[0], Number(lines[0]) + 1, Number(lines[0]) + 2])
    }
    c.send('ACQ:STOP\n')
    await shared.device.received('ACQ:STOP')
    expect(await c.ask('++stream')).toBe('off')
  })

  test('connect an instrument that speaks first', async () => {
    await using shared = await share({}, { simulate: { faults: { kind: 'banner', text: 'hello' } } })
    const client = await shared.client()
    expect(await client.send('++stream on\n').line()).toBe('hello')
  })

  test('may come between replies, where a rule tells them apart', async () => {
    await using shared = await share(
      { GO: ['DATA 1', 'DATA 2'], 'A?': ['DATA 3', 'a', 'DATA 4'], 'B?': 'b' },
      { instrument: { stream: '^DATA' } },
    )
    const [a, b] = [await shared.client(), await shared.client()]
    a.send('++stream on\n')
    await a.ask('++stream')
    b.send('GO\n')
    expect([await a.line(), await a.line()]).toEqual(['DATA 1', 'DATA 2'])
    expect(await b.ask('A?')).toBe('a')
    expect(await b.ask('B?')).toBe('b')
    expect([await a.line(), await a.line()]).toEqual(['DATA 3', 'DATA 4'])
  })

  test('are dropped for who does not read, and counted, and held up for nobody', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `${String(n).padStart(10_000)}\n`)
    await using shared = await share({ GO: raw(lines.join('')), 'END?': 'end' })
    const [deaf, keen, c] = [await shared.client(), await shared.client(), await shared.client()]
    deaf.send('++stream on latest\n')
    await deaf.ask('++stream')
    keen.send('++stream on\n')
    await keen.ask('++stream')
    deaf.socket.pause()
    c.send('GO\n')
    // On a busy machine the one that reads is slow too: what is dropped for it is the oldest, never the last.
    let read = 0
    for (let n = -1; n < 2999; read++) {
      const next = Number(await keen.line())
      expect(next).toBeGreaterThan(n)
      n = next
    }
    expect(await c.ask('END?')).toBe('end')
    const [first, second] = shared.owner.state.clients
    expect(first?.dropped).toBeGreaterThan(0)
    expect(read + Number(second?.dropped)).toBe(3000)
    expect(shared.owner.state).toMatchObject({ lines: 3000, dropped: Number(first?.dropped) + Number(second?.dropped) })
  })

  test('that come late to a query that was given up are nobody’s', async () => {
    const { device, answer } = held()
    await using shared = await share(device, {
      instrument: { options: { resync: 'discard' }, rules: [{ match: 'SLOW', timeout: 50 }] },
    })
    const [a, b, ear] = [await shared.client(), await shared.client(), await shared.client()]
    ear.send('++stream on\n')
    await ear.ask('++stream')
    a.send('SLOW?\n')
    expect(await a.rest()).toBe('')
    b.send('B?\n')
    answer()
    await shared.device.received('B?')
    answer()
    expect(await b.line()).toBe('B?')
    expect(shared.owner.state.lines).toBe(0)
  })
})

/** The contract of an owner, as sessions over a network use it: one-shots, the fence, the end. */
import { type DeviceFunction, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { type Guest, InstrumentOwner, type InstrumentSettings, NotOwnerError, type OwnerOptions } from '../src/index.ts'

async function owned(
  device: Parameters<typeof simulate>[0],
  settings: Omit<InstrumentSettings, 'url'> = {},
  options: OwnerOptions = {},
) {
  const simulated = await simulate(device)
  const owner = new InstrumentOwner('psu1', { url: simulated.url, ...settings }, options)
  return {
    device: simulated,
    owner,
    [Symbol.asyncDispose]: async () => {
      await owner.close(0)
      await simulated.close()
    },
  }
}

/** A guest that remembers. */
class Memory implements Guest {
  readonly name = 'memory'
  sent = ''
  ended: { readonly error: Error | undefined } | undefined
  room = true
  paused = 0
  resumed = 0

  send(bytes: Uint8Array): boolean {
    this.sent += Buffer.from(bytes).toString('latin1')
    return this.room
  }
  pause(): void {
    this.paused++
  }
  resume(): void {
    this.resumed++
  }
  closed(error: Error | undefined): void {
    expect(this.ended).toBe(undefined)
    this.ended = { error }
  }
}

const client = 'me'
const never: DeviceFunction = (request) =>
  request.startsWith('DEAD') ? undefined : request.endsWith('?') ? request : undefined

describe('one-shots', () => {
  test('ask and tell', async () => {
    await using it = await owned({ '*IDN?': 'ACME', 'A?;B?': ['a', 'b'], GO: 'gone', 'VOLT 5': undefined })
    expect(await it.owner.query('*IDN?', { client })).toBe('ACME')
    expect((await it.owner.ask('*IDN?\n', { client })).toString()).toBe('ACME\n')
    expect(await it.owner.query('A?;B?', { client })).toBe('a\nb')
    expect(await it.owner.query('GO', { client })).toBe('gone') // who asks is given a reply
    await it.owner.write('VOLT 5', { client })
    await it.device.received('VOLT 5')
  })

  test.each([
    ['', 'message: it is empty'],
    ['\n', 'message: it is empty'],
    ['A?\nB?', 'message: expected one, got more'],
    [Buffer.from('A?'), 'message: it has no end of line, or its block is not whole'],
  ])('refuse %j before anything is sent', async (message, complaint) => {
    await using it = await owned(never)
    await expect(it.owner.ask(message, { client })).rejects.toThrow(new TypeError(complaint))
    expect(it.device.connections).toBe(0)
  })

  test('that tell refuse what is answered', async () => {
    await using it = await owned(never)
    await expect(it.owner.write('A?', { client })).rejects.toThrow('message: "A?" is answered: use query')
  })

  test('end at their limit, in the queue or under way, and disturb nobody', async () => {
    await using it = await owned(never, { rules: [{ match: 'DEAD', timeout: 400 }] })
    const dead = it.owner.query('DEAD?', { client: 'a', timeout: 50 })
    const behind = it.owner.query('B?', { client: 'b', timeout: 60 })
    const patient = it.owner.query('C?', { client: 'c', timeout: 60_000 })
    await expect(dead).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'reading', sent: 'maybe' })
    await expect(behind).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'queued', sent: 'no' })
    expect(await patient).toBe('C?')
    expect(it.device.requests).toEqual(['DEAD?', 'C?'])
  })

  test('are aborted', async () => {
    await using it = await owned(never)
    const controller = new AbortController()
    const asked = it.owner.query('DEAD?', { client, signal: controller.signal })
    await it.device.received('DEAD?')
    controller.abort(new Error('enough'))
    await expect(asked).rejects.toMatchObject({ code: 'SOCKIO_ABORTED', cause: new Error('enough'), sent: 'maybe' })
    await expect(it.owner.query('A?', { client, signal: controller.signal })).rejects.toMatchObject({ sent: 'no' })
  })

  test('of readers may not write', async () => {
    await using it = await owned(never)
    const refused = { code: 'SOCKIO_REFUSED', sent: 'no', message: 'me may only ask psu1, and "VOLT 5" is a write' }
    await expect(it.owner.write('VOLT 5', { client, role: 'read' })).rejects.toMatchObject(refused)
    expect(await it.owner.query('A?', { client, role: 'read' })).toBe('A?')
    expect(it.owner.state.refused).toBe(1)
  })
})

describe('the fence', () => {
  test('lets nothing through once it says no, and the owner steps down', async () => {
    let may = true
    await using it = await owned(never, {}, { fence: { mayWrite: () => may } })
    const guest = new Memory()
    const session = it.owner.join(guest)
    session.received(Buffer.from('A?\n'))
    await expect.poll(() => guest.sent).toBe('A?\n')
    may = false
    session.received(Buffer.from('VOLT 5\nB?\n'))
    await expect.poll(() => guest.ended?.error).toBeInstanceOf(NotOwnerError)
    await it.device.disconnected()
    expect(it.device.requests).toEqual(['A?'])
    expect(it.owner.state.link).toBe('closed')
    await expect(it.owner.query('C?', { client })).rejects.toMatchObject({ code: 'SOCKIO_NOT_OWNER', sent: 'no' })
  })

  test('is asked before a connection is tried', async () => {
    await using it = await owned(never, {}, { fence: { mayWrite: () => false } })
    await expect(it.owner.query('A?', { client })).rejects.toThrow()
    expect(it.device.connections).toBe(0)
  })
})

describe('stepping down', () => {
  test('ends all at once: what was sent says so', async () => {
    await using it = await owned(never)
    const guest = new Memory()
    it.owner.join(guest).received(Buffer.from('B?\n'.repeat(3)))
    await expect.poll(() => guest.sent).toBe('B?\n'.repeat(3))
    const under = it.owner.query('DEAD?', { client: 'a' })
    const queued = it.owner.query('C?', { client: 'b' })
    await it.device.received('DEAD?')
    const why = new Error('over')
    it.owner.stepDown(why)
    it.owner.stepDown(new Error('again'))
    await expect(under).rejects.toMatchObject({ sent: 'yes' })
    await expect(queued).rejects.toBe(why)
    expect(guest.ended).toEqual({ error: why })
    await it.device.disconnected()
    const late = new Memory()
    it.owner.join(late)
    expect(late.ended).toBe(undefined)
    await expect.poll(() => late.ended).toEqual({ error: why })
  })
})

describe('closing', () => {
  test('waits for what is under way and queued', async () => {
    let answer: () => void = () => undefined
    await using it = await owned({
      'SLOW?': () =>
        new Promise<string>((resolve) => {
          answer = () => resolve('slow')
        }),
      'B?': 'b',
    })
    const guest = new Memory()
    it.owner.join(guest).received(Buffer.from('SLOW?\nB?\n'))
    await it.device.received('SLOW?')
    const closed = it.owner.close()
    await expect(it.owner.query('C?', { client })).rejects.toMatchObject({ code: 'SOCKIO_NOT_OWNER' })
    answer()
    await closed
    expect(guest.sent).toBe('slow\nb\n')
    expect(guest.ended).toEqual({ error: undefined })
    expect(it.device.requests).toEqual(['SLOW?', 'B?'])
  })

  test('waits no longer than its grace', async () => {
    await using it = await owned(never)
    const asked = it.owner.query('DEAD?', { client })
    await it.device.received('DEAD?')
    await Promise.all([it.owner.close(20), expect(asked).rejects.toMatchObject({ code: 'SOCKIO_CLOSED', sent: 'yes' })])
  })
})

describe('guests', () => {
  test('that have no room get no other message begun, until they are drained', async () => {
    await using it = await owned(never)
    const guest = new Memory()
    guest.room = false
    const session = it.owner.join(guest)
    session.received(Buffer.from('A?\nB?\n'))
    await expect.poll(() => guest.sent).toBe('A?\n')
    expect(await it.owner.query('C?', { client })).toBe('C?')
    expect(guest.sent).toBe('A?\n')
    guest.room = true
    session.drained()
    await expect.poll(() => guest.sent).toBe('A?\nB?\n')
  })

  test('that send too much are asked to pause, and to go on', async () => {
    await using it = await owned(never)
    const guest = new Memory()
    it.owner.join(guest).received(Buffer.from('A?\n'.repeat(5000)))
    expect(guest.paused).toBe(1)
    await expect.poll(() => guest.resumed).toBe(1)
    await expect.poll(() => guest.sent.length).toBe(15_000)
  })

  test('that leave in the middle are not given the reply', async () => {
    let answer: () => void = () => undefined
    await using it = await owned({
      'SLOW?': () =>
        new Promise<string>((resolve) => {
          answer = () => resolve('slow')
        }),
      'B?': 'b',
    })
    const guest = new Memory()
    const session = it.owner.join(guest)
    session.received(Buffer.from('SLOW?\n'))
    await it.device.received('SLOW?')
    session.leave()
    answer()
    expect(await it.owner.query('B?', { client })).toBe('b')
    expect(guest.sent).toBe('')
    expect(guest.ended).toBe(undefined)
  })

  test('that leave are told nothing', async () => {
    await using it = await owned(never)
    const guest = new Memory()
    const session = it.owner.join(guest)
    session.received(Buffer.from('DEAD?\n'))
    session.leave()
    session.leave()
    session.received(Buffer.from('A?\n'))
    expect(it.owner.state.clients).toEqual([])
    it.owner.stepDown(new Error('over'))
    expect(guest.ended).toBe(undefined)
  })
})

test('takers of lines that are too slow are ended, where they say so', async () => {
  await using it = await owned(never)
  const lines: string[] = []
  let ended: Error | undefined
  it.owner.lines(
    {
      line: (line) => {
        lines.push(line.toString())
        return false
      },
      closed: (error) => {
        ended = error
      },
    },
    { overflow: 'error', limit: 2 },
  )
  await it.owner.query('A?', { client })
  it.device.send(['1', '2', '3', '4'])
  await expect.poll(() => ended?.message).toBe('more than 2 lines of the stream waited for this client')
  expect(lines.length).toBe(1)
})

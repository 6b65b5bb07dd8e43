/** Drivers with `checkErrors`: what the instrument complains of is told, and to nobody but who brought it about. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { action, instrument } from '@sockio/instrument'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import { rig, supply } from '../supply-driver.ts'

interface Complained extends Error {
  readonly number: number
  readonly text: string
  readonly command: string
  readonly errors: readonly { readonly number: number; readonly text: string }[]
}

const CALLERS = 8
const EACH = 312

/** Longer than what was read counts as fresh. */
const A_WHILE_MS = 40

export const driverErrorRows = table('drivers', {
  'a set is sent with its check in one piece, and costs one exchange': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sent: string[] = []
    const sock = connect(device, {
      onWire: ({ direction, bytes }) => {
        if (direction === 'sent') sent.push(Buffer.from(bytes).toString())
      },
    })
    const psu = supply.on(sock)
    await psu.voltage.set(1) // the first asks for errors that are left of before
    await psu.voltage.set(2)
    await psu.move(1, 2)
    assert.equal(await sock.query('*OPC?'), '1') // what was told of the wire before is heard now
    assert.deepEqual(sent.slice(1, 4), ['VOLT 1\nSYST:ERR?\n', 'VOLT 2\nSYST:ERR?\n', 'MOVE 1,2\n*OPC?\nSYST:ERR?\n'])
  },

  'what the instrument complains of is an InstrumentError, with all that it says': async ({ peer, connect }) => {
    const sock = connect(await peer('supply'))
    const psu = supply.on(sock)
    const error = (await failure(psu.voltage.set(25), {
      code: 'SOCKIO_INSTRUMENT',
      sent: 'yes',
      says: ['-222', 'VOLT 25'],
    })) as unknown as Complained
    assert.deepEqual([error.number, error.text, error.command], [-222, 'Data out of range', 'VOLT 25'])
    const all = (await failure(psu.spoil(), { code: 'SOCKIO_INSTRUMENT' })) as unknown as Complained
    assert.deepEqual(
      all.errors.map(({ number }) => number),
      [-113, -222, -104],
    )
    const slow = (await failure(psu.spoilSlowly(), { code: 'SOCKIO_INSTRUMENT' })) as unknown as Complained
    assert.deepEqual([slow.number, slow.command], [-113, 'SPO'])
    assert.deepEqual(await psu.errors(), [])
    await psu.voltage.set(1)
    const loose = supply.on(sock, { checkErrors: false })
    await loose.voltage.set(25)
    assert.deepEqual(
      (await psu.errors()).map(({ number }) => number),
      [-222, -222],
    )
  },

  'an error of an earlier connection, or of before the driver, is not blamed on the next set': async ({
    peer,
    connect,
  }) => {
    const device = await peer('supply')
    const sock = connect(device)
    await sock.write('NONSENSE\n')
    const psu = supply.on(sock)
    await psu.voltage.set(1)
    await sock.close()
    const other = connect(device)
    await other.command('NONSENSE')
    assert.equal(await other.query('*OPC?'), '1')
    await psu.voltage.set(2)
    assert.equal(await psu.voltage.get(), 2)
  },

  'an error of what the same socket was told by hand, or unchecked, is not blamed on the next set': async ({
    peer,
    connect,
  }) => {
    const sock = connect(await peer('supply'))
    const psu = supply.on(sock)
    const loose = supply.on(sock, { checkErrors: false })
    const mistakes: readonly (() => Promise<unknown>)[] = [
      () => sock.command('NONSENSE'),
      () => sock.writeLinesReadLines(['NONSENSE\n', '*OPC?\n'], 1),
      () => sock.transaction((session) => session.write('NONSENSE\n')),
      () => loose.voltage.set(25),
      () => loose.spoil(),
    ]
    for (const mistake of mistakes) {
      await psu.voltage.set(1)
      await mistake()
      await psu.voltage.set(2)
      await Promise.all([psu.voltage.set(3), mistake(), psu.voltage.set(4), psu.output.set('on')])
      await setTimeout(A_WHILE_MS) // a write after it is out, and not done yet, when the set begins
      await Promise.all([mistake(), psu.voltage.set(5)])
    }
    assert.deepEqual(await psu.errors(), [])
    await failure(psu.voltage.set(25), { code: 'SOCKIO_INSTRUMENT', says: ['-222', 'VOLT 25'] })
  },

  'errors that a call has not heard, as it failed, are not blamed on the next set': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer({ name: 'supply', says: ['0', 'no number', '-5,"left"'] })))
    await failure(psu.voltage.set(1), { code: 'SOCKIO_DECODE', says: ['no number'] })
    await psu.voltage.set(2)
    assert.deepEqual(await psu.errors(), [])
  },

  'no error is told to another caller: many at once, at random': async ({ peer, connect, note }) => {
    const sock = connect(await peer('supply'))
    let state = 7
    const next = () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return state / 0x7fffffff
    }
    let wrong = 0
    let refused = 0
    const caller = async (n: number) => {
      const psu = supply.on(sock)
      for (let i = 0; i < EACH; i++) {
        const volts = Math.round(next() * 29) + n / 100 + i / 1e6 // the instrument takes up to 20
        const asked = next() < 0.1 ? psu.output.get() : undefined
        const error = await psu.voltage.set(volts).then(
          () => undefined,
          (thrown: unknown) => thrown as Complained,
        )
        await asked
        if (error === undefined ? volts > 20 : volts <= 20 || error.command !== `VOLT ${volts}`) wrong++
        if (error !== undefined) refused++
        if (error !== undefined && error.errors.length !== 2) wrong++
      }
    }
    await Promise.all(Array.from({ length: CALLERS }, (_, n) => caller(n)))
    assert.equal(wrong, 0)
    assert(refused > CALLERS * EACH * 0.1)
    note(`${CALLERS * EACH} sets`)
  },

  'what is more than one line ends its set with a TypeError, and leaves the instrument to others': async ({
    peer,
    connect,
  }) => {
    const sock = connect(await peer('supply'))
    const told = instrument({ tell: action((line: string) => line) }, { checkErrors: true }).on(sock)
    for (const volts of [1, 2, 3]) {
      await assert.rejects(told.tell('VOLT 18\nVOLT 19'), { name: 'TypeError', message: /end of line/ })
      await told.tell(`VOLT ${volts}`)
      assert.equal(Number(await sock.query('VOLT?')), volts)
    }
  },

  'a driver of an instrument that answers each set, and says no there': async ({ peer, connect }) => {
    const radio = rig.on(connect(await peer('rig')))
    await radio.frequency.set(14_250_000)
    assert.equal(await radio.frequency.get(), 14_250_000)
    const error = (await failure(radio.frequency.set(-1), {
      code: 'SOCKIO_INSTRUMENT',
      request: 'F -1\n',
    })) as unknown as Complained
    assert.deepEqual([error.number, error.text, error.command], [-1, 'RPRT -1', 'F -1'])
    await failure(radio.frequency.set(7), { code: 'SOCKIO_DECODE', says: ['"RPRT 0"'] })
    const checkErrors = { reply: /^RPRT (?<number>-?\d+)/gy } // which alone would find no groups
    const flagged = instrument(rig.members, { checkErrors }).on(connect(await peer('rig')))
    await flagged.frequency.set(14_250_000)
    await failure(flagged.frequency.set(-1), { code: 'SOCKIO_INSTRUMENT', says: ['-1'] })
    await failure(flagged.frequency.set(-1), { code: 'SOCKIO_INSTRUMENT', says: ['-1'] })
  },
})

/** Somebody who uses the recipe's window, and closes it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { app, type BrowserWindow, world } from './stand-in.ts'

interface Shown {
  readonly volts?: number
  readonly code?: string
  readonly message?: string
}

/** What the page has from its preload script. */
interface Scope {
  setScale(volts: unknown): Promise<Shown>
  onVoltage(show: (reading: Shown) => void): void
}

export async function use(): Promise<void> {
  const [window] = (await once(app, 'page-is-there')) as [BrowserWindow]
  const scope = world.scope as Scope
  const readings: Shown[] = []
  let more = () => {}
  scope.onVoltage((reading) => {
    readings.push(reading)
    more()
  })
  const shown = async (what: (reading: Shown) => boolean): Promise<Shown> => {
    for (;;) {
      for (let next = readings.shift(); next !== undefined; next = readings.shift()) if (what(next)) return next
      await new Promise<void>((resolve) => {
        more = resolve
      })
    }
  }

  const { volts } = await shown((reading) => reading.volts !== undefined)
  assert(Number(volts) > 1 && Number(volts) < 2)
  assert.deepEqual(await scope.setScale(0.5), { volts: 0.5 })
  for (const nonsense of [11, Number.NaN, '0.5;*RST']) {
    assert.match(String((await scope.setScale(nonsense)).message), /expected a number/)
  }

  console.log('switch the instrument off')
  assert.match(String((await shown(({ code }) => code !== undefined)).code), /^SOCKIO_/)
  console.log('switch it on')
  await shown((reading) => reading.volts !== undefined)

  const quit = once(app, 'quit')
  window.close()
  await quit
  console.log('it has quit')
}

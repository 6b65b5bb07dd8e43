/** A driver bound to a socket of each flavour, for what the compiler and editors make of it. */
import * as aio from '@sockio/aio'
import type * as effect from '@sockio/effect'
import {
  action,
  channels,
  choice,
  float32,
  instrument,
  number,
  property,
  reading,
  record,
  wait,
} from '@sockio/instrument'
import * as legacy from '@sockio/legacy'
import * as rx from '@sockio/rx'
import * as sio from '@sockio/sio'

export const supply = instrument({
  voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
  output: property('OUTP', choice({ off: '0', on: '1' })),
  limits: property('LIM', record({ low: number(), high: number() })),
  current: reading('MEAS:CURR?', number({ unit: 'A' })),
  curve: reading('CURV?', float32()),
  move: action((x: number, y?: number) => `MOVE ${x},${y ?? 0}`, { settles: 'opc' }),
  reset: action('*RST'),
  channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })),
}).extend((psu) => ({
  *sweep(from: number, to: number, step = 1) {
    const points: { volts: number; amperes: number }[] = []
    for (let volts = from; volts <= to; volts += step) {
      yield* psu.voltage.set(volts)
      yield* wait(1)
      points.push({ volts, amperes: yield* psu.current.get() })
    }
    return points
  },
}))

/** Nothing of it is called. */
export function inEachFlavour(tcp: effect.TcpShape, session: effect.Session) {
  return {
    aio: supply.on(new aio.TCP('h', 1)),
    rx: supply.on(new rx.TCP('h', 1)),
    legacy: supply.on(new legacy.TCP('h', 1)),
    blocking: supply.on(new sio.TCP('h', 1)),
    futures: supply.on(new sio.TCP('h', 1, { resolveFutures: false })),
    effect: supply.on(tcp),
    session: supply.on(session),
  }
}

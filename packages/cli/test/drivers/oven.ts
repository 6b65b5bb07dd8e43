/** A driver of things that take long, for the tests of what ends them. */
import { action, choice, instrument, number, property, reading, wait } from '@sockio/instrument'

export default instrument({
  heater: property('HEAT', choice({ off: '0', on: '1' })),
  door: action('DOOR', { settles: 'opc', timeout: 600_000 }),
  probe: reading('PROB?', number(), { timeout: 50 }),
}).extend((oven) => ({
  *bake() {
    try {
      yield* oven.heater.set('on')
      for (;;) yield* wait(10)
    } finally {
      yield* oven.heater.set('off')
    }
  },
}))

/** An Effect application that sweeps the supply, holding it for as long as that takes. */
import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { supply } from '../drivers/supply.ts'

/** Nobody else is served meanwhile; a program that dies gives the supply back, and so does the end of its time. */
const held = Effect.acquireRelease(
  Effect.flatMap(Tcp, (tcp) => tcp.command('++hold 10000')),
  () => Effect.flatMap(Tcp, (tcp) => Effect.ignore(tcp.command('++release'))),
)

export const sweep = Effect.scoped(
  Effect.gen(function* () {
    yield* held
    const psu = supply.on(yield* Tcp)
    for (const { volts, amperes } of yield* psu.sweep(0, 10, 5)) yield* Console.log(`sweep: ${volts} V, ${amperes} A`)
  }),
)

/**
 * A driver in Observables: the same as in the other flavours.
 *
 *     node examples/rx/driver.ts [host port]
 */
import { TCP } from '@sockio/rx'
import { catchError, concat, concatMap, from, ignoreElements, lastValueFrom, map, of, tap } from 'rxjs'
import { simulatedSupply } from '../drivers/simulated.ts'
import { supply } from '../drivers/supply.ts'
import { instrument } from '../instrument.ts'

await using device = await instrument(simulatedSupply())
await using sock = new TCP(device.host, device.port, { ...supply.link, timeout: 2000 })
const psu = supply.on(sock)

const identity$ = psu.identity.get().pipe(map(({ manufacturer, model }) => `${manufacturer} ${model}`))
const protected$ = psu.protection.set({ volts: 11, amperes: 1 }).pipe(ignoreElements())
const points$ = psu.sweep(0, 10, 5).pipe(
  concatMap((points) => from(points)),
  map(({ volts, amperes }) => `${volts} V: ${amperes} A`),
)
const output$ = psu.output.get().pipe(map((output) => `output: ${output}`))
const refused$ = psu.voltage.set(31).pipe(
  // nothing is sent
  ignoreElements(),
  catchError((error: unknown) => of(String(error))),
)

await lastValueFrom(concat(identity$, protected$, points$, output$, refused$).pipe(tap(console.log)))

/** A dashboard in RxJS that shows what the supply gives, as long as somebody looks. */
import type { TCP } from '@sockio/rx'
import { combineLatest, map, type Observable } from 'rxjs'
import { supply } from '../drivers/supply.ts'

export interface Shown {
  readonly volts: number
  readonly amperes: number
}

/** The latest of both, again and again: ten dashboards cost the supply no more than one, since a rule of the hub shares. */
export function dashboard(sock: TCP): Observable<Shown> {
  const psu = supply.on(sock)
  return combineLatest([psu.voltage.poll(20), psu.current.poll(20)]).pipe(
    map(([volts, amperes]) => ({ volts, amperes })),
  )
}

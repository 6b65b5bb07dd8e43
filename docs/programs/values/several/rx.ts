import { list, number, record } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, map, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const fetched$ = sock.query('FETC?', { as: list(number()) }) // of 1.25,-2.5E-01,9.91E37

const limits = record({ low: number(), high: number() }, { separator: ';' })
const limits$ = sock.query('LIM?', { as: limits }) // of 0;30

await lastValueFrom(
  concat(fetched$, limits$.pipe(map(({ low, high }) => `${low} ${high}`))).pipe(
    tap(console.log),
  ),
)

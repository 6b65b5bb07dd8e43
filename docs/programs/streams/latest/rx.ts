import { TCP } from '@sockio/rx'
import { filter, interval, lastValueFrom, map, take, toArray } from 'rxjs'

await using sock = new TCP('scope.lab', 5025)
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  overflow: 'latest',
})

const slowPlot = (line: string) =>
  interval(20).pipe(
    filter(() => lines.dropped >= 3),
    take(1),
    map(() => Number(line)),
  )
const [first, second = 0] = await lastValueFrom(
  lines.concatMap(slowPlot).pipe(take(2), toArray()),
)
console.log(first, second > 3)

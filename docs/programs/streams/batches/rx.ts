import { TCP } from '@sockio/rx'
import { lastValueFrom, scan, takeWhile } from 'rxjs'

await using sock = new TCP('scope.lab', 5025)
const batches = sock
  .lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  .batches()
const totals$ = batches.pipe(
  scan(
    ({ sum, count }, lines) => ({
      sum: lines.reduce((total, line) => total + Number(line), sum),
      count: count + lines.length, // at least one
    }),
    { sum: 0, count: 0 },
  ),
  takeWhile(({ count }) => count < 5, true),
)
const { sum, count } = await lastValueFrom(totals$)
console.log(sum === (count * (count - 1)) / 2)

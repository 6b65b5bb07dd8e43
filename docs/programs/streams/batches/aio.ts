import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025)
let sum = 0
let count = 0
for await (const lines of sock
  .lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  .batches()) {
  for (const line of lines) sum += Number(line)
  count += lines.length // at least one
  if (count >= 5) break
}
console.log(sum === (count * (count - 1)) / 2)

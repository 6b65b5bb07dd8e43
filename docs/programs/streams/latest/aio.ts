import { setTimeout } from 'node:timers/promises'
import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025)
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  overflow: 'latest',
})

const shown: number[] = []
for await (const line of lines) {
  if (shown.push(Number(line)) === 2) break
  while (lines.dropped < 3) await setTimeout(20) // a slow plot
}
console.log(shown[0], (shown[1] ?? 0) > 3)

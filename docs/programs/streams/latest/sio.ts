import { sleep, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025)
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  overflow: 'latest',
})

const shown: number[] = []
for (const line of lines) {
  if (shown.push(Number(line)) === 2) break
  while (lines.dropped < 3) sleep(20) // a slow plot
}
console.log(shown[0], (shown[1] ?? 0) > 3)

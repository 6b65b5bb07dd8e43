import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025)
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  overflow: 'latest',
})

const shown: number[] = []
lines.on('data', (line) => {
  if (shown.push(Number(line)) === 2) {
    console.log(shown[0], (shown[1] ?? 0) > 3)
    lines.close()
    return sock.close()
  }
  lines.pause() // a slow plot
  const plotting = setInterval(() => {
    if (lines.dropped < 3) return
    clearInterval(plotting)
    lines.resume()
  }, 20)
})

import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025)
const batches = sock
  .lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  .batches()

let sum = 0
let count = 0
batches.on('data', (lines) => {
  for (const line of lines) sum += Number(line)
  count += lines.length // at least one
  if (count < 5) return
  console.log(sum === (count * (count - 1)) / 2)
  batches.close()
  sock.close()
})

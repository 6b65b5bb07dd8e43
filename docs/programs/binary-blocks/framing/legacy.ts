import { TCP } from '@sockio/legacy'
import counted from './counted.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.exchange('SPEC?\n', counted, (err, spectrum) => {
  if (err) throw err
  console.log([...spectrum])
  sock.close()
})

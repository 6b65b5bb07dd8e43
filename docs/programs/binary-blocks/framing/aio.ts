import { TCP } from '@sockio/aio'
import counted from './counted.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log([...(await sock.exchange('SPEC?\n', counted))])

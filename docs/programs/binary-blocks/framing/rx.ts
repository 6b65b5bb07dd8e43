import { TCP } from '@sockio/rx'
import { lastValueFrom } from 'rxjs'
import counted from './counted.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log([...(await lastValueFrom(sock.exchange('SPEC?\n', counted)))])

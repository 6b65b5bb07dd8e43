import { TCP } from '@sockio/sio'

const counted = { module: new URL('./counted.ts', import.meta.url) }

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log([...sock.exchange('SPEC?\n', counted)])

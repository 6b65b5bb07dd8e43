/** A program that holds an instrument, and is killed: `holder.ts URL`. */
import '../../src/nats/index.ts'
import { socketForUrl } from '@sockio/aio'

const [url = ''] = process.argv.slice(2)
const sock = socketForUrl(url, { timeout: 60_000 })
await sock.write('++hold 3600000\n')
process.send?.(await sock.query('ECHO? holds'))

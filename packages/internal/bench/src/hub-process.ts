/** A hub in a process of its own: prints the port of its façade, and ends with its parent. */
import { Hub } from '@sockio/hub'

const port = Number(process.argv[2])
const hub = await Hub.start({
  instruments: { bench: { url: `tcp://127.0.0.1:${port}`, listen: ['127.0.0.1:0'] } },
})
console.log(hub.instruments[0]?.listens[0]?.split(':')[1])
process.stdin.resume().on('end', () => process.exit(0))

import { socketForUrl } from '@sockio/legacy'
import { oven } from './oven.ts'

const sock = socketForUrl('tcp://scope.lab:5025', { ...oven.link, timeout: 2000 })
const ready = oven.on(sock)
ready.identity.get((err, identity) => {
  console.log(err ? err.message : identity?.manufacturer)
  sock.close()
})

import { socketForUrl } from '@sockio/sio'
import { oven } from './oven.ts'

using ready = oven.open(socketForUrl, 'tcp://scope.lab:5025', { timeout: 2000 })
console.log(ready.identity.get().manufacturer)

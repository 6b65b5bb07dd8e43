import { socketForUrl } from '@sockio/aio'
import { oven } from './oven.ts'

await using ready = oven.open(socketForUrl, 'tcp://scope.lab:5025', { timeout: 2000 })
console.log((await ready.identity.get()).manufacturer)

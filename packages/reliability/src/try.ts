import { spawnPart } from './spawn-part.ts'

const [m = '', s = '{}', ...under] = process.argv.slice(2)
console.time('t')
console.dir(await spawnPart(m, { short: false, seed: 1, ...JSON.parse(s) }, { under }), {
  depth: 5,
  maxArrayLength: 30,
})
console.timeEnd('t')

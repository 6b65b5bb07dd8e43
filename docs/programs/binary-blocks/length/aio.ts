import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

const spectrum = await sock.transaction(async (session) => {
  await session.write('SPEC?\n')
  const header = await session.readExactly(4)
  return session.readExactly(header.readUInt32BE(0))
})
console.log([...spectrum])
